// Types that only a module has: veth's. Its BTF goes on where the kernel's ends.

#include "bpf.h"

LICENSE("GPL");

struct veth_priv {
	struct net_device *peer;
	unsigned requested_headroom;
	int no_such_member;
} RELOCATABLE;

// The kernel's own BTF has it: what modules call so doesn't count.
struct task_struct {
	int pid;
} RELOCATABLE;

u32 exists, size, peer_bytes, headroom, missing, pid, hits;

SEC("tracepoint/sched/sched_process_exec")
int on_exec(void *context)
{
	struct veth_priv *veth = context;
	struct task_struct *task = context;

	hits += 1;
	exists = __builtin_preserve_type_info(*(struct veth_priv *)0, 0);
	if (exists) {
		size = __builtin_preserve_type_info(*(struct veth_priv *)0, 1);
		peer_bytes = __builtin_preserve_field_info(veth->peer, 1);
		headroom = __builtin_preserve_field_info(veth->requested_headroom, 0);
	}
	missing = __builtin_preserve_field_info(veth->no_such_member, 2);
	pid = __builtin_preserve_field_info(task->pid, 0);
	return 0;
}
