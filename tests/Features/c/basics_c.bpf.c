/* Every kind of value that a global variable can have, and a per-CPU map. */
#include "bpf.h"

LICENSE("GPL");

enum kind { KIND_NONE, KIND_EXEC };

struct event {
	enum kind kind;
	bool flag;
	int delta;
	unsigned int low : 3;
	unsigned int high : 5;
	char comm[16];
	union {
		int inner;
		float other;
	};
	void *pointer;
};

struct {
	NUMBER(type, MAP_PERCPU_ARRAY);
	NUMBER(max_entries, 2);
	TYPE(key, u32);
	TYPE(value, u64);
} per_cpu SEC(".maps");

u64 hits;
struct event last;
char greeting[8] = "hello";

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	u32 zero = 0;
	u64 *count = map_lookup(&per_cpu, &zero);

	if (count)
		*count += 1;
	hits += 1;
	last.kind = KIND_EXEC;
	last.flag = true;
	last.delta = -5;
	last.low = 5;
	last.inner = 7;
	last.pointer = context;
	current_comm(last.comm, sizeof(last.comm));
	return 0;
}
