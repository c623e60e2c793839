// BTF that kernels learned to take one after the other: FLOAT (5.13), DECL_TAG (5.16), TYPE_TAG (5.17), ENUM64 and signed enums (6.0);
// data sections whose sizes clang leaves open; a hidden function, which the verifier checks as a static one. An object like this
// has to load on every kernel.

#include "bpf.h"

LICENSE("GPL");

enum wide {
    WIDE_LOW = 1,
    WIDE_HIGH = 1ull << 40,
};

enum below {
    BELOW_ZERO = -1,
    BELOW_NOT = 1,
};

struct measured {
    float ratio;
    double precise;
    enum wide wide;
    enum below below;
    int __attribute__((btf_type_tag("user"))) *tagged;
    u32 noted __attribute__((btf_decl_tag("a note on a member")));
} __attribute__((btf_decl_tag("a note on a struct")));

struct measured measured;
u32 hits, calls;
u64 first = 7, second = 8;
const volatile u32 step = 3;
static u32 hidden_hits SEC(".bss.hidden");

// The kernel creates such a map only with types for its keys and values: so all of this has to be loaded.
struct {
    NUMBER(type, 24); // BPF_MAP_TYPE_SK_STORAGE
    NUMBER(map_flags, 1); // BPF_F_NO_PREALLOC
    TYPE(key, int);
    TYPE(value, struct measured);
} sockets SEC(".maps");

// Global to the linker, static to the verifier: it takes a context only when it is checked with its caller.
__attribute__((noinline, visibility("hidden"))) int add(u64 *context)
{
    if (!context)
        return 0;
    calls += 1;
    return (int)context[1];
}

#ifdef EXTERNS
extern u32 LINUX_KERNEL_VERSION KCONFIG;
extern const void missing_variable KSYM WEAK;
extern void *missing_function(void *, u64) KSYM WEAK;

SEC("tracepoint/sched/sched_process_exec")
int declared(u64 *context)
{
    if (LINUX_KERNEL_VERSION > 1 && &missing_variable && missing_function)
        missing_function(context, 1);
    return 0;
}
#endif

SEC("tracepoint/sched/sched_process_exec")
int on_exec(u64 *context)
{
    hits += step;
    hidden_hits += 1;
    measured.wide = WIDE_HIGH;
    measured.below = BELOW_ZERO;
    second += first;
    return add(context) & 0;
}
