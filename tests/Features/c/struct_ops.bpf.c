/* A congestion control for TCP that does next to nothing, registered without a link. The members that the kernel's struct
 * has beside these, and where, is left to the loader. */
#include "bpf.h"

LICENSE("GPL");

struct sock;

struct tcp_congestion_ops {
	u32 (*undo_cwnd)(struct sock *sk);
	char name[16];
	u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
	void (*init)(struct sock *sk);
	u32 flags;
	int (*nobody_has_this)(struct sock *sk);
};

int connections;
int acknowledgements;

SEC("struct_ops/init")
void on_init(u64 *context)
{
	connections += 1;
}

SEC("struct_ops/ssthresh")
u32 on_ssthresh(u64 *context)
{
	return 2;
}

SEC("struct_ops/undo_cwnd")
u32 on_undo_cwnd(u64 *context)
{
	return 2;
}

SEC("struct_ops/cong_avoid")
void on_cong_avoid(u64 *context)
{
	acknowledgements += 1;
}

struct tcp_congestion_ops lazy SEC(".struct_ops") = {
	.name = "cw_lazy",
	.init = (void *)on_init,
	.ssthresh = (void *)on_ssthresh,
	.undo_cwnd = (void *)on_undo_cwnd,
	.cong_avoid = (void *)on_cong_avoid,
};
