/* Iterators: over tasks, over maps, and over the elements of one map; what they print is read like a file. */
#include "bpf.h"

LICENSE("GPL");

struct seq_file;

struct task_struct {
	int pid;
	char comm[16];
} RELOCATABLE;

struct bpf_map {
	u32 id;
	u32 max_entries;
} RELOCATABLE;

struct bpf_iter_meta {
	struct seq_file *seq;
	u64 session_id;
	u64 seq_num;
} RELOCATABLE;

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} RELOCATABLE;

struct bpf_iter__bpf_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
} RELOCATABLE;

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
} RELOCATABLE;

struct {
	NUMBER(type, MAP_ARRAY);
	NUMBER(max_entries, 3);
	TYPE(key, u32);
	TYPE(value, u64);
} numbers SEC(".maps");

static long (*const seq_printf)(struct seq_file *seq, const char *format, u32 size, const void *data, u32 length) = (void *)126;

SEC("iter/task")
int tasks(struct bpf_iter__task *context)
{
	static const char format[] = "%d %s\n";
	struct task_struct *task = context->task;
	u64 arguments[2];

	if (!task)
		return 0;
	arguments[0] = task->pid;
	arguments[1] = (u64)task->comm;
	seq_printf(context->meta->seq, format, sizeof(format), arguments, sizeof(arguments));
	return 0;
}

SEC("iter/bpf_map")
int maps(struct bpf_iter__bpf_map *context)
{
	static const char format[] = "map of %u\n";
	struct bpf_map *map = context->map;
	u64 arguments[1];

	if (!map)
		return 0;
	arguments[0] = map->max_entries;
	seq_printf(context->meta->seq, format, sizeof(format), arguments, sizeof(arguments));
	return 0;
}

SEC("iter/bpf_map_elem:numbers")
int elements(struct bpf_iter__bpf_map_elem *context)
{
	static const char format[] = "%u: %llu\n";
	u32 *key = context->key;
	u64 *value = context->value;
	u64 arguments[2];

	if (!key || !value)
		return 0;
	arguments[0] = *key;
	arguments[1] = *value;
	seq_printf(context->meta->seq, format, sizeof(format), arguments, sizeof(arguments));
	return 0;
}

static long (*const copy_from_user_task)(void *to, u32 size, u64 address, struct task_struct *task, u64 flags) = (void *)191;

/* May sleep, and so read other processes' memory: those are listed at whose 2 MiB an executable begins. */
SEC("iter.s/task")
int executables(struct bpf_iter__task *context)
{
	static const char format[] = "%d %s\n";
	struct task_struct *task = context->task;
	u64 arguments[2];
	u32 magic = 0;

	if (!task || copy_from_user_task(&magic, sizeof(magic), 0x200000, task, 0) || magic != 0x464c457f)
		return 0;
	arguments[0] = task->pid;
	arguments[1] = (u64)task->comm;
	seq_printf(context->meta->seq, format, sizeof(format), arguments, sizeof(arguments));
	return 0;
}
