/* Addresses of the kernel's variables and functions, without types. */
#include "bpf.h"

LICENSE("GPL");

extern const void schedule KSYM;
extern const void init_task KSYM WEAK;
extern const void nobody_has_this KSYM WEAK;

u64 init_task_address;
u64 init_pid = 77;
char init_comm[16];
u64 schedule_address;
u64 missing = 77;

struct task_struct {
	int pid;
	char comm[16];
} RELOCATABLE;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	const struct task_struct *task = (const void *)&init_task;
	int pid = -1;

	init_task_address = (u64)&init_task;
	schedule_address = (u64)&schedule;
	missing = (u64)&nobody_has_this;
	if (!task)
		return 0;
	probe_read_kernel(&pid, sizeof(pid), &task->pid);
	init_pid = pid;
	probe_read_kernel(init_comm, sizeof(init_comm), &task->comm);
	return 0;
}
