/* A variable of the kernel's with its type: the verifier lets programs read it without helpers. Per-CPU ones are in its BTF. */
#include "bpf.h"

LICENSE("GPL");

extern const int bpf_prog_active KSYM;
extern const struct rq runqueues KSYM;
extern const struct nobody_has_this nobody_has_this KSYM WEAK;

struct rq {
	int cpu;
} RELOCATABLE;

static void *(*const per_cpu_ptr)(const void *variable, u32 cpu) = (void *)153;

int active = -1;
int cpu = -1;
bool found;
bool missing = true;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	const int *counter = per_cpu_ptr(&bpf_prog_active, 0);
	const struct rq *queue = per_cpu_ptr(&runqueues, 0);

	if (counter) {
		found = true;
		active = *counter;
	}
	if (queue)
		cpu = queue->cpu;
	missing = &nobody_has_this != NULL;
	return 0;
}
