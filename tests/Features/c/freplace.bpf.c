/* A global function of one program that another program takes the place of. */
#include "bpf.h"

LICENSE("GPL");

int result = -1;
int replaced;

NOINLINE int answer(int number)
{
	volatile int same = number;

	return same + 1;
}

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	result = answer(41);
	return 0;
}

SEC("freplace/answer")
int other_answer(int number)
{
	replaced = number;
	return 0;
}
