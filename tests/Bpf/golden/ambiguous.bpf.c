// Relocations that some kernels have no single answer for: types of one name that differ. Compiled once for each CASE.

typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define CORE __attribute__((preserve_access_index))
#define USE(value) asm volatile("" ::"r"((u64)(value)))

char gpl[] SEC("license") = "GPL";

struct irq_info {
    int irq;
} CORE;
struct chksum_desc_ctx {
    u32 crc;
} CORE;
struct console {
    int index;
};
struct pci_root_info {
    int node;
};
struct upid {
    int nr;
};

SEC("raw_tp/ambiguous")
int ambiguous(void **context)
{
#if CASE == 1 // where it is
    struct irq_info *i = *context;

    USE(&i->irq);
#elif CASE == 2 // where it is agrees, how wide it is does not
    struct chksum_desc_ctx *c = *context;

    USE(__builtin_preserve_field_info(c->crc, 1));
#elif CASE == 3 // how big the whole type is
    USE(__builtin_preserve_type_info(*(struct console *)context, 1));
#elif CASE == 4 // which type it is
    USE(__builtin_btf_type_id(*(struct pci_root_info *)context, 1));
#else // the same, for a type that is only twice where types were not merged
    USE(__builtin_btf_type_id(*(struct upid *)context, 1));
#endif
    return 0;
}
