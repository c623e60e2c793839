/* Values of the kernel's configuration of every type, and what loaders tell of the kernel beside it. */
#include "bpf.h"

LICENSE("GPL");

enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };

extern int LINUX_KERNEL_VERSION KCONFIG;
extern bool LINUX_HAS_BPF_COOKIE KCONFIG WEAK;
extern bool CONFIG_BPF KCONFIG;
extern enum libbpf_tristate CONFIG_BPF_SYSCALL KCONFIG;
extern enum libbpf_tristate CONFIG_VETH KCONFIG WEAK;
extern unsigned int CONFIG_HZ KCONFIG;
extern char CONFIG_CC_VERSION_TEXT[12] KCONFIG;
extern int CONFIG_NOBODY_HAS_THIS KCONFIG WEAK;
extern char CONFIG_NOBODY_HAS_THIS_TEXT[4] KCONFIG WEAK;

int version;
bool has_cookie;
bool bpf;
int bpf_syscall;
int veth;
unsigned int hz;
char compiler[12];
int nobody = -1;
char nobody_text = 'x';

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	version = LINUX_KERNEL_VERSION;
	has_cookie = LINUX_HAS_BPF_COOKIE;
	bpf = CONFIG_BPF;
	bpf_syscall = CONFIG_BPF_SYSCALL;
	veth = CONFIG_VETH;
	hz = CONFIG_HZ;
	for (int i = 0; i < sizeof(compiler); i++)
		compiler[i] = CONFIG_CC_VERSION_TEXT[i];
	nobody = CONFIG_NOBODY_HAS_THIS;
	nobody_text = CONFIG_NOBODY_HAS_THIS_TEXT[0];
	return 0;
}
