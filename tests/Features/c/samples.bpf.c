/* Each exec is said in a ring buffer, in a perf event array, and without a type. */
#include "bpf.h"

LICENSE("GPL");

#define CURRENT_CPU 0xffffffffULL

struct exec {
	u32 number;
	s32 delta;
	char comm[16];
};

struct {
	NUMBER(type, MAP_RINGBUF);
	NUMBER(max_entries, 65536);
} ring SEC(".maps");

struct {
	NUMBER(type, MAP_RINGBUF);
	NUMBER(max_entries, 4096);
} plain SEC(".maps");

struct {
	NUMBER(type, MAP_PERF_EVENT_ARRAY);
	NUMBER(key_size, 4);
	NUMBER(value_size, 4);
} perf SEC(".maps");

struct exec last;

static long (*const perf_event_output)(void *context, void *map, u64 flags, void *data, u64 size) = (void *)25;
static long (*const ringbuf_output)(void *ring, void *data, u64 size, u64 flags) = (void *)130;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	struct exec exec = {};
	u32 bytes = 0x04030201;

	exec.number = ++last.number;
	exec.delta = -3;
	current_comm(exec.comm, sizeof(exec.comm));
	ringbuf_output(&ring, &exec, sizeof(exec), 0);
	ringbuf_output(&plain, &bytes, sizeof(bytes), 0);
	perf_event_output(context, &perf, CURRENT_CPU, &exec, sizeof(exec));
	return 0;
}
