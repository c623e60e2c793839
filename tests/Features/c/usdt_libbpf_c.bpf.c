/* The USDT probe of tests/Probes/programs, read through libbpf's own header. x86_64 only: that header has its registers compiled in. */
#include <linux/bpf.h>
#include <linux/ptrace.h>

/* vmlinux.h would have it. */
typedef _Bool bool;

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/usdt.bpf.h>

char license_text[] SEC("license") = "GPL";

__u64 hits;
__u64 argument_count;
__s64 counter_sum;
__s64 constant;
__s64 on_stack;
__u64 cookie;

SEC("usdt//job/probed:corewright:beat")
int BPF_USDT(on_beat, int first, long second, int third)
{
	hits += 1;
	argument_count = bpf_usdt_arg_cnt(ctx);
	counter_sum += first;
	constant = second;
	on_stack = third;
	cookie = bpf_usdt_cookie(ctx);
	return 0;
}
