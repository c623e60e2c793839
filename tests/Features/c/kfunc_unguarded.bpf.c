/* A function that no kernel has, called without asking whether it is there. */
#include "bpf.h"

LICENSE("GPL");

extern int nobody_has_this(int number) KSYM WEAK;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	return nobody_has_this(1);
}
