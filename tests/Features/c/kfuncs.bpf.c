/* Functions of the kernel's: called where it has them, done without where it doesn't. */
#include "bpf.h"

LICENSE("GPL");

struct task_struct {
	int pid;
} RELOCATABLE;

extern struct task_struct *bpf_task_from_pid(s32 pid) KSYM;
extern void bpf_task_release(struct task_struct *task) KSYM;
extern int nobody_has_this(int, struct task_struct *task) KSYM WEAK;

int found;
int pid = -1;
int fallback;

SEC("tp_btf/task_newtask")
int on_new_task(u64 *context)
{
	struct task_struct *task = bpf_task_from_pid(1);

	if (nobody_has_this)
		nobody_has_this(1, task);
	else
		fallback = 1;
	if (!task)
		return 0;
	found = 1;
	pid = task->pid;
	bpf_task_release(task);
	return 0;
}
