/* A program that only user space runs. */
#include "bpf.h"

LICENSE("GPL");

int runs;

SEC("syscall")
int run(void *context)
{
	runs += 1;
	return 42;
}
