// A few hundred CO-RE relocations of all 13 kinds, as a C compiler writes them, against types that kernels have, had, and never had.
// Nothing of it is run: libbpf and our engine resolve it for the BTF of each kernel, and have to find the same.
//
// One program (section) per area, since libbpf numbers relocations within a section.

typedef signed char s8;
typedef unsigned char u8;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef _Bool bool;

#define SEC(name) __attribute__((section(name), used))
#define CORE __attribute__((preserve_access_index))

// enum bpf_field_info_kind, bpf_type_id_kind, bpf_type_info_kind and bpf_enum_value_kind of libbpf's bpf_core_read.h
#define BYTE_OFFSET(field) __builtin_preserve_field_info(field, 0)
#define BYTE_SIZE(field) __builtin_preserve_field_info(field, 1)
#define EXISTS(field) __builtin_preserve_field_info(field, 2)
#define SIGNED(field) __builtin_preserve_field_info(field, 3)
#define LEFT_SHIFT(field) __builtin_preserve_field_info(field, 4)
#define RIGHT_SHIFT(field) __builtin_preserve_field_info(field, 5)
#define LOCAL_TYPE(type) __builtin_btf_type_id(*(type *)0, 0)
#define TARGET_TYPE(type) __builtin_btf_type_id(*(type *)0, 1)
#define TYPE_EXISTS(type) __builtin_preserve_type_info(*(type *)0, 0)
#define TYPE_SIZE(type) __builtin_preserve_type_info(*(type *)0, 1)
#define TYPE_MATCHES(type) __builtin_preserve_type_info(*(type *)0, 2)
#define ENUM_EXISTS(type, value) __builtin_preserve_enum_value(*(typeof(type) *)value, 0)
#define ENUM_VALUE(type, value) __builtin_preserve_enum_value(*(typeof(type) *)value, 1)

// Keeps a value alive without doing anything with it.
#define USE(value) asm volatile("" ::"r"((u64)(value)))

// What CO-RE can say of any field, and its address.
#define FIELD(field) \
    USE(EXISTS(field)); \
    USE(BYTE_SIZE(field)); \
    USE(&(field))
// A pointer, or an element of an array: the relocation is in the load itself. Neither has a sign, or a shift.
#define POINTER(field) \
    FIELD(field); \
    USE(field)
#define NUMBER(field) \
    POINTER(field); \
    USE(SIGNED(field)); \
    USE(LEFT_SHIFT(field)); \
    USE(RIGHT_SHIFT(field))
#define BITS(field) \
    USE(EXISTS(field)); \
    USE(BYTE_OFFSET(field)); \
    USE(BYTE_SIZE(field)); \
    USE(SIGNED(field)); \
    USE(LEFT_SHIFT(field)); \
    USE(RIGHT_SHIFT(field))
// Missing on some kernels: looked at only where it exists.
#define GUARDED(field) \
    if (EXISTS(field)) \
    USE(field)
#define TYPE(type) \
    USE(LOCAL_TYPE(type)); \
    USE(TYPE_EXISTS(type)); \
    USE(TYPE_SIZE(type)); \
    USE(TYPE_MATCHES(type))
#define VALUE(type, value) \
    USE(ENUM_EXISTS(type, value)); \
    USE(ENUM_VALUE(type, value))

char gpl[] SEC("license") = "GPL";

struct list_head {
    struct list_head *next, *prev;
} CORE;

struct ns_common {
    u32 inum;
} CORE;

struct pid_namespace {
    struct ns_common ns;
    u32 level;
} CORE;

struct upid {
    int nr;
    struct pid_namespace *ns;
} CORE;

struct pid {
    u32 level;
    struct upid numbers[]; // [1] before 6.5
} CORE;

struct load_weight {
    unsigned long weight;
    u32 inv_weight;
} CORE;

struct sched_entity {
    struct load_weight load;
    u64 vruntime;
    u32 on_rq;
} CORE;

struct thread_info {
    unsigned long flags;
} CORE;

struct mm_struct;
struct cred;
struct signal_struct;

struct task_struct {
    struct thread_info thread_info;
    s32 pid;
    s32 tgid;
    u32 flags;
    int exit_code, exit_signal;
    u64 start_time;
    unsigned long min_flt;
    char comm[16];
    struct task_struct *real_parent, *group_leader;
    struct pid *thread_pid;
    struct mm_struct *mm;
    const struct cred *real_cred;
    struct signal_struct *signal;
    struct sched_entity se;
    struct list_head children;
    struct list_head tasks;
    unsigned sched_reset_on_fork : 1;
    unsigned sched_migrated : 1;
    unsigned in_execve : 1;
    unsigned no_new_privs_wrong : 1;
    long prio; // an int in the kernel: too narrow to load as it is
    int static_prio;
    char no_such_field;
} CORE;

// The state was renamed in 5.14.
struct task_struct___old {
    volatile long state;
} CORE;
struct task_struct___new {
    u32 __state;
} CORE;
// Fields with types that don't go with the kernel's.
struct task_struct___wrong {
    void *pid;
    int real_parent;
    struct list_head comm;
    u16 tgid;
    u64 flags;
    s64 exit_code;
    char (*se)[4];
} CORE;

SEC("raw_tp/task")
int task(struct task_struct **context)
{
    struct task_struct *t = *context;

    NUMBER(t->pid);
    NUMBER(t->tgid);
    NUMBER(t->flags);
    NUMBER(t->exit_code);
    NUMBER(t->exit_signal);
    NUMBER(t->start_time);
    NUMBER(t->min_flt);
    POINTER(t->real_parent);
    POINTER(t->group_leader);
    POINTER(t->thread_pid);
    POINTER(t->mm);
    POINTER(t->real_cred);
    POINTER(t->signal);
    NUMBER(t->static_prio);
    NUMBER(t->thread_info.flags);
    NUMBER(t->se.vruntime);
    NUMBER(t->se.load.weight);
    NUMBER(t->se.load.inv_weight);
    NUMBER(t->se.on_rq);
    POINTER(t->children.next);
    POINTER(t->tasks.prev);
    POINTER(t->comm[5]);
    FIELD(t->comm);
    FIELD(t->children);
    FIELD(t->se);
    BITS(t->sched_reset_on_fork);
    BITS(t->sched_migrated);
    BITS(t->in_execve);
    GUARDED(t->prio);
    GUARDED(t->no_such_field);
    return 0;
}

SEC("raw_tp/flavours")
int flavours(void **context)
{
    struct task_struct___old *older = *context;
    struct task_struct___new *newer = *context;
    struct task_struct___wrong *wrong = *context;

    if (EXISTS(newer->__state))
        USE(newer->__state);
    else
        USE(older->state);
    USE(EXISTS(older->state));
    GUARDED(wrong->pid);
    GUARDED(wrong->real_parent);
    GUARDED(wrong->comm.next);
    USE(EXISTS(wrong->comm));
    NUMBER(wrong->tgid);
    NUMBER(wrong->flags);
    FIELD(wrong->exit_code);
    USE(EXISTS(wrong->se));
    return 0;
}

SEC("raw_tp/stores")
int stores(struct task_struct **context)
{
    struct task_struct *t = *context;

    t->flags = 1;
    t->start_time = (u64)t;
    t->real_parent = t;
    t->min_flt = 7;
    t->comm[3] = 'x';
    t->exit_code = t->pid;
    return 0;
}

// Relocations of whole elements: p[1].level and the like.
SEC("raw_tp/arrays")
int arrays(void **context)
{
    struct pid *p = *context;
    struct upid *u = *context;

    NUMBER(p->level);
    NUMBER(p->numbers[0].nr);
    POINTER(p->numbers[0].ns);
    FIELD(p->numbers[2].nr); // beyond the end unless it is a flexible array
    USE(BYTE_SIZE(p->numbers[0]));
    USE(BYTE_OFFSET(p->numbers[0]));
    NUMBER(u[3].nr);
    POINTER(u[2].ns);
    return 0;
}

#define GENERATIONS 4
struct lru_gen_folio {
    unsigned long timestamps[GENERATIONS];
    struct list_head folios[GENERATIONS][2][4];
    long nr_pages[GENERATIONS][2][4];
} CORE;
// pahole writes one dimension where the source has several.
struct lru_gen_folio___flat {
    long nr_pages[GENERATIONS * 2 * 4];
} CORE;
struct lru_gen_struct {
    unsigned long max_seq;
    long nr_pages[GENERATIONS][2][4];
} CORE;

struct sk_buff_list___no_such {
    int len;
} CORE;

SEC("raw_tp/dimensions")
int dimensions(void **context)
{
    struct lru_gen_folio *folio = *context;
    struct lru_gen_folio___flat *flat = *context;
    struct lru_gen_struct *old = *context;
    struct sk_buff_list___no_such *none = *context;

    FIELD(folio->timestamps[2]);
    USE(EXISTS(folio->folios));
    USE(EXISTS(folio->folios[1]));
    USE(EXISTS(folio->nr_pages[1][1][0]));
    USE(BYTE_OFFSET(folio->nr_pages[1][0][1]));
    FIELD(flat->nr_pages[5]);
    USE(EXISTS(flat->nr_pages[31]));
    USE(EXISTS(old->max_seq));
    USE(EXISTS(old->nr_pages[1][1]));
    USE(EXISTS(none->len));
    return 0;
}

struct in6_addr {
    union {
        u8 u6_addr8[16];
        u16 u6_addr16[8];
        u32 u6_addr32[4];
    } in6_u;
} CORE;

struct net;
typedef struct {
    struct net *net;
} CORE possible_net_t;

struct sock_common {
    union {
        u64 skc_addrpair;
        struct {
            u32 skc_daddr;
            u32 skc_rcv_saddr;
        };
    };
    union {
        u32 skc_portpair;
        struct {
            u16 skc_dport;
            u16 skc_num;
        };
    };
    u16 skc_family;
    volatile u8 skc_state;
    u8 skc_reuse : 4;
    u8 skc_reuseport : 1;
    u8 skc_ipv6only : 1;
    u8 skc_net_refcnt : 1;
    possible_net_t skc_net;
    struct in6_addr skc_v6_daddr;
} CORE;

struct sock {
    struct sock_common __sk_common;
    int sk_rcvbuf;
    int sk_sndbuf;
    u16 sk_type;
    u16 sk_protocol;
    u32 sk_mark;
    int sk_err;
    u8 sk_userlocks : 4;
    u8 sk_no_check_tx : 1;
    u8 sk_no_check_rx : 1;
    u8 sk_kern_sock : 1;
    void *sk_user_data;
    struct sock *sk_no_such;
} CORE;
struct sock___bitfields {
    unsigned int sk_type : 16; // a bit field until 5.6
    unsigned int sk_protocol : 8;
} CORE;

SEC("raw_tp/sock")
int sock(void **context)
{
    struct sock *s = *context;
    struct sock___bitfields *b = *context;

    NUMBER(s->__sk_common.skc_family);
    NUMBER(s->__sk_common.skc_state);
    NUMBER(s->__sk_common.skc_daddr);
    NUMBER(s->__sk_common.skc_rcv_saddr);
    NUMBER(s->__sk_common.skc_addrpair);
    NUMBER(s->__sk_common.skc_dport);
    NUMBER(s->__sk_common.skc_num);
    NUMBER(s->__sk_common.skc_portpair);
    POINTER(s->__sk_common.skc_net.net);
    POINTER(s->__sk_common.skc_v6_daddr.in6_u.u6_addr32[2]);
    POINTER(s->__sk_common.skc_v6_daddr.in6_u.u6_addr8[15]);
    BITS(s->__sk_common.skc_reuse);
    BITS(s->__sk_common.skc_reuseport);
    BITS(s->__sk_common.skc_ipv6only);
    BITS(s->__sk_common.skc_net_refcnt);
    NUMBER(s->sk_rcvbuf);
    NUMBER(s->sk_type);
    NUMBER(s->sk_protocol);
    NUMBER(s->sk_mark);
    NUMBER(s->sk_err);
    POINTER(s->sk_user_data);
    BITS(s->sk_userlocks);
    BITS(s->sk_no_check_rx);
    BITS(s->sk_kern_sock);
    BITS(b->sk_type);
    BITS(b->sk_protocol);
    GUARDED(s->sk_no_such);
    return 0;
}

struct qstr {
    union {
        struct {
            u32 hash;
            u32 len;
        };
        u64 hash_len;
    };
    const unsigned char *name;
} CORE;

struct dentry {
    struct qstr d_name;
    struct inode *d_inode;
    struct dentry *d_parent;
    unsigned char d_iname[32];
} CORE;

struct path {
    void *mnt;
    struct dentry *dentry;
} CORE;

struct file {
    struct path f_path;
    struct inode *f_inode;
    u32 f_mode;
    unsigned int f_flags;
    s64 f_pos;
    const void *f_op;
} CORE;

struct timespec64 {
    s64 tv_sec;
    long tv_nsec;
} CORE;

struct super_block {
    u32 s_dev;
    unsigned long s_magic;
    char s_id[32];
} CORE;

struct inode {
    u16 i_mode;
    struct {
        u32 val;
    } i_uid;
    struct super_block *i_sb;
    unsigned long i_ino;
    union {
        const unsigned int i_nlink;
        unsigned int __i_nlink;
    };
    u32 i_rdev;
    s64 i_size;
    union {
        void *i_pipe;
        void *i_cdev;
        char *i_link;
    };
} CORE;
// i_ctime became __i_ctime in 6.6, and two numbers in 6.11.
struct inode___6_5 {
    struct timespec64 i_ctime;
} CORE;
struct inode___6_6 {
    struct timespec64 __i_ctime;
} CORE;
struct inode___6_11 {
    s64 i_ctime_sec;
    u32 i_ctime_nsec;
} CORE;

SEC("raw_tp/file")
int file(void **context)
{
    struct file *f = *context;
    struct inode *i = *context;
    struct inode___6_5 *i5 = *context;
    struct inode___6_6 *i6 = *context;
    struct inode___6_11 *i11 = *context;

    POINTER(f->f_path.dentry);
    POINTER(f->f_path.mnt);
    POINTER(f->f_inode);
    NUMBER(f->f_mode);
    NUMBER(f->f_flags);
    NUMBER(f->f_pos);
    POINTER(f->f_op);
    POINTER(f->f_path.dentry->d_name.name);
    NUMBER(f->f_path.dentry->d_name.len);
    NUMBER(f->f_path.dentry->d_name.hash_len);
    POINTER(f->f_path.dentry->d_inode);
    POINTER(f->f_path.dentry->d_parent);
    GUARDED(f->f_path.dentry->d_iname[7]);
    NUMBER(i->i_mode);
    NUMBER(i->i_uid.val);
    POINTER(i->i_sb);
    NUMBER(i->i_sb->s_dev);
    NUMBER(i->i_sb->s_magic);
    POINTER(i->i_sb->s_id[31]);
    NUMBER(i->i_ino);
    NUMBER(i->i_nlink);
    NUMBER(i->__i_nlink);
    NUMBER(i->i_rdev);
    NUMBER(i->i_size);
    POINTER(i->i_pipe);
    POINTER(i->i_link);
    if (EXISTS(i11->i_ctime_sec)) {
        USE(i11->i_ctime_sec);
        USE(i11->i_ctime_nsec);
    } else if (EXISTS(i6->__i_ctime)) {
        USE(i6->__i_ctime.tv_sec);
        USE(i6->__i_ctime.tv_nsec);
    } else {
        USE(i5->i_ctime.tv_sec);
        USE(i5->i_ctime.tv_nsec);
    }
    return 0;
}

typedef struct {
    u32 val;
} CORE kuid_t;
typedef struct {
    u32 cap[2];
} CORE kernel_cap_t___old;
typedef struct {
    u64 val;
} CORE kernel_cap_t___new;

struct cred {
    kuid_t uid;
    kuid_t euid;
    void *user_ns;
} CORE;
struct cred___old {
    kernel_cap_t___old cap_effective;
} CORE;
struct cred___new {
    kernel_cap_t___new cap_effective;
} CORE;

typedef struct {
    int counter;
} CORE atomic_t;

struct mm_struct {
    atomic_t mm_users;
    unsigned long start_code, end_code, arg_start, env_end;
    unsigned long total_vm;
    void *pgd;
    struct file *exe_file;
} CORE;

struct percpu_counter {
    s64 count;
    s32 *counters;
} CORE;
struct mm_struct___counters {
    struct percpu_counter rss_stat[4];
} CORE;
struct mm_rss_stat {
    struct {
        s64 counter;
    } count[4];
} CORE;
struct mm_struct___atomics {
    struct mm_rss_stat rss_stat;
} CORE;

SEC("raw_tp/memory")
int memory(void **context)
{
    struct cred *c = *context;
    struct cred___old *c_old = *context;
    struct cred___new *c_new = *context;
    struct mm_struct *m = *context;
    struct mm_struct___counters *counters = *context;
    struct mm_struct___atomics *atomics = *context;

    NUMBER(c->uid.val);
    NUMBER(c->euid.val);
    POINTER(c->user_ns);
    GUARDED(c_old->cap_effective.cap[1]);
    GUARDED(c_new->cap_effective.val);
    NUMBER(m->mm_users.counter);
    NUMBER(m->start_code);
    NUMBER(m->arg_start);
    NUMBER(m->env_end);
    NUMBER(m->total_vm);
    POINTER(m->pgd);
    POINTER(m->exe_file);
    GUARDED(counters->rss_stat[1].count);
    GUARDED(atomics->rss_stat.count[1].counter);
    return 0;
}

struct sk_buff {
    struct sk_buff *next;
    struct sock *sk;
    char cb[48];
    unsigned int len, data_len;
    u16 mac_len;
    u8 cloned : 1;
    u8 nohdr : 1;
    u8 fclone : 2;
    u8 pkt_type : 3;
    u8 ip_summed : 2;
    u8 encapsulation : 1;
    u32 priority;
    u32 hash;
    u16 vlan_tci;
    u32 mark;
    u16 protocol;
    u16 transport_header, network_header;
    unsigned int tail, end;
    unsigned char *head, *data;
    u32 truesize;
} CORE;

struct net_device {
    char name[16];
    int ifindex;
    unsigned int mtu;
    unsigned int flags;
    u64 features;
    possible_net_t nd_net;
    u16 type;
    unsigned char addr_len;
} CORE;
struct net_device___array {
    u8 perm_addr[32];
    u8 broadcast[32];
} CORE;

struct iphdr {
    u8 ihl : 4, version : 4;
    u8 tos;
    u16 tot_len;
    u8 ttl;
    u8 protocol;
} CORE;

struct tcphdr {
    u16 source, dest;
    u32 seq;
    u16 res1 : 4, doff : 4, fin : 1, syn : 1, rst : 1;
    u16 window;
} CORE;

SEC("raw_tp/net")
int net(void **context)
{
    struct sk_buff *b = *context;
    struct net_device *d = *context;
    struct net_device___array *a = *context;
    struct iphdr *ip = *context;
    struct tcphdr *tcp = *context;

    POINTER(b->next);
    POINTER(b->sk);
    POINTER(b->cb[47]);
    NUMBER(b->len);
    NUMBER(b->data_len);
    NUMBER(b->mac_len);
    BITS(b->cloned);
    BITS(b->fclone);
    BITS(b->pkt_type);
    BITS(b->ip_summed);
    BITS(b->encapsulation);
    NUMBER(b->priority);
    NUMBER(b->hash);
    NUMBER(b->vlan_tci);
    NUMBER(b->mark);
    NUMBER(b->protocol);
    NUMBER(b->transport_header);
    NUMBER(b->network_header);
    NUMBER(b->tail);
    POINTER(b->head);
    POINTER(b->data);
    NUMBER(b->truesize);
    POINTER(d->name[15]);
    NUMBER(d->ifindex);
    NUMBER(d->mtu);
    NUMBER(d->flags);
    NUMBER(d->features);
    POINTER(d->nd_net.net);
    NUMBER(d->type);
    NUMBER(d->addr_len);
    POINTER(a->perm_addr[31]);
    POINTER(a->broadcast[0]);
    BITS(ip->ihl);
    BITS(ip->version);
    NUMBER(ip->tot_len);
    BITS(tcp->doff);
    BITS(tcp->syn);
    NUMBER(tcp->window);
    return 0;
}

struct perf_event_attr {
    u32 type;
    u32 size;
    u64 config;
    union {
        u64 sample_period;
        u64 sample_freq;
    };
    u64 disabled : 1;
    u64 exclude_kernel : 1;
    u64 precise_ip : 2;
    u64 freq : 1;
    u64 no_such_bit : 3;
} CORE;

enum perf_event_state {
    PERF_EVENT_STATE_DEAD = -4,
    PERF_EVENT_STATE_ERROR = -2,
    PERF_EVENT_STATE_ACTIVE = 1,
};

struct perf_event {
    struct perf_event_attr attr;
    enum perf_event_state state;
    int cpu;
    u64 id;
    void *pmu;
} CORE;

enum bpf_prog_type {
    BPF_PROG_TYPE_KPROBE = 102,
    BPF_PROG_TYPE_SYSCALL = 131,
    BPF_PROG_TYPE_NO_SUCH = 7,
};
enum bpf_map_type {
    BPF_MAP_TYPE_HASH = 1001,
    BPF_MAP_TYPE_ARENA = 1033,
    BPF_MAP_TYPE_RINGBUF = 27,
};
enum bpf_attach_type___mine {
    BPF_TRACE_FENTRY___mine = 5,
    BPF_NO_SUCH_ATTACH = 6,
};

struct bpf_prog_aux {
    u32 id;
    char name[16];
    u32 func_cnt;
} CORE;

struct bpf_insn {
    u8 code;
    u8 dst_reg : 4;
    u8 src_reg : 4;
    short off;
    s32 imm;
} CORE;

struct bpf_prog {
    u16 pages;
    u16 jited : 1;
    u16 gpl_compatible : 1;
    u16 kprobe_override : 1;
    enum bpf_prog_type type;
    u32 len;
    struct bpf_prog_aux *aux;
    struct bpf_insn insnsi[];
} CORE;
struct bpf_prog___enum {
    u32 type; // an integer is no enum
} CORE;

struct bpf_map {
    enum bpf_map_type map_type;
    u32 key_size;
    u32 value_size;
    u64 map_extra;
    char name[16];
} CORE;

SEC("raw_tp/bpf")
int bpf(void **context)
{
    struct perf_event *e = *context;
    struct bpf_prog *p = *context;
    struct bpf_prog___enum *pe = *context;
    struct bpf_map *m = *context;
    struct bpf_insn *i = *context;

    NUMBER(e->attr.type);
    NUMBER(e->attr.config);
    NUMBER(e->attr.sample_freq);
    BITS(e->attr.disabled);
    BITS(e->attr.exclude_kernel);
    BITS(e->attr.precise_ip);
    BITS(e->attr.freq);
    USE(EXISTS(e->attr.no_such_bit));
    NUMBER(e->state);
    NUMBER(e->cpu);
    NUMBER(e->id);
    POINTER(e->pmu);
    NUMBER(p->pages);
    BITS(p->jited);
    BITS(p->gpl_compatible);
    BITS(p->kprobe_override);
    NUMBER(p->type);
    NUMBER(p->len);
    POINTER(p->aux);
    NUMBER(p->aux->id);
    POINTER(p->aux->name[15]);
    NUMBER(p->insnsi[0].imm);
    NUMBER(p->insnsi[9].code);
    USE(EXISTS(pe->type));
    NUMBER(m->map_type);
    NUMBER(m->key_size);
    POINTER(m->name[0]);
    GUARDED(m->map_extra);
    BITS(i->dst_reg);
    BITS(i->src_reg);
    NUMBER(i->off);
    return 0;
}

// 64 bits wide since 6.0 where the kernel's pahole knows of that.
enum perf_callchain_context {
    PERF_CONTEXT_HV = (u64)-32,
    PERF_CONTEXT_KERNEL = (u64)-128,
    PERF_CONTEXT_NO_SUCH = 1,
};
enum hmm_pfn_flags {
    HMM_PFN_VALID = 1ull << 62,
    HMM_PFN_WRITE = 1,
};
enum pid_type___ours {
    PIDTYPE_PID = 10,
    PIDTYPE_TGID = 11,
    PIDTYPE_SID = 13,
    PIDTYPE_MAX = 20,
};
enum no_such_enum {
    NO_SUCH_VALUE = 3,
};
typedef enum pid_type___ours pid_type_t;

SEC("raw_tp/enums")
int enums(void)
{
    VALUE(enum bpf_prog_type, BPF_PROG_TYPE_KPROBE);
    VALUE(enum bpf_prog_type, BPF_PROG_TYPE_SYSCALL);
    USE(ENUM_EXISTS(enum bpf_prog_type, BPF_PROG_TYPE_NO_SUCH));
    if (ENUM_EXISTS(enum bpf_prog_type, BPF_PROG_TYPE_NO_SUCH))
        USE(ENUM_VALUE(enum bpf_prog_type, BPF_PROG_TYPE_NO_SUCH));
    VALUE(enum bpf_map_type, BPF_MAP_TYPE_HASH);
    VALUE(enum bpf_map_type, BPF_MAP_TYPE_ARENA);
    VALUE(enum bpf_map_type, BPF_MAP_TYPE_RINGBUF);
    VALUE(enum bpf_attach_type___mine, BPF_TRACE_FENTRY___mine);
    VALUE(enum bpf_attach_type___mine, BPF_NO_SUCH_ATTACH);
    VALUE(enum perf_event_state, PERF_EVENT_STATE_DEAD);
    VALUE(enum perf_event_state, PERF_EVENT_STATE_ERROR);
    VALUE(enum perf_event_state, PERF_EVENT_STATE_ACTIVE);
    VALUE(enum perf_callchain_context, PERF_CONTEXT_HV);
    VALUE(enum perf_callchain_context, PERF_CONTEXT_KERNEL);
    VALUE(enum perf_callchain_context, PERF_CONTEXT_NO_SUCH);
    VALUE(enum hmm_pfn_flags, HMM_PFN_VALID);
    VALUE(enum hmm_pfn_flags, HMM_PFN_WRITE);
    VALUE(enum pid_type___ours, PIDTYPE_PID);
    VALUE(enum pid_type___ours, PIDTYPE_SID);
    VALUE(enum pid_type___ours, PIDTYPE_MAX);
    VALUE(enum no_such_enum, NO_SUCH_VALUE);
    return 0;
}

// type_matches asks for every member, by name, with the same type.
struct list_head___typed {
    struct list_head *next, *prev;
};
struct list_head___other {
    struct hlist_node *next;
};
struct upid___reordered {
    struct pid_namespace *ns;
    s32 nr;
};
struct upid___unsigned {
    u32 nr;
};
struct path___pointers {
    struct vfsmount *mnt;
    struct dentry *dentry;
};
struct path___union {
    union vfsmount___union *mnt;
};
struct file_operations {
    struct module *owner;
    int (*open)(struct inode *, struct file *);
};
struct file_operations___unlike {
    int (*open)(struct inode *, struct file *, int);
};
struct file_operations___void {
    void (*open)(struct inode *, struct file *);
};
struct qstr___anonymous {
    union {
        struct {
            u32 hash;
            u32 len;
        };
        u64 hash_len;
    };
};
struct in6_addr___array {
    union {
        u8 u6_addr8[16];
        u32 u6_addr32[4];
    } in6_u;
};
struct in6_addr___longer {
    union {
        u8 u6_addr8[17];
    } in6_u;
};
struct no_such_struct {
    int x;
};
union bpf_attr {
    u32 prog_type;
};
struct bpf_attr___struct {
    u32 no_union;
};
enum bpf_map_type___values {
    BPF_MAP_TYPE_HASH___v = 5,
    BPF_MAP_TYPE_RINGBUF___v,
};
enum bpf_map_type___more {
    BPF_MAP_TYPE_NO_SUCH = 5,
};
typedef int (*initcall_t)(void);
typedef int (*cmp_func_t)(const void *, const void *);
typedef void (*cmp_func_t___unlike)(const void *, const void *);
typedef int (*cmp_func_t___more)(const void *, const void *, int);
typedef unsigned int gfp_t;
typedef u8 gfp_t___narrow;
typedef void *gfp_t___pointer;
typedef struct list_head *no_such_typedef;
typedef struct {
    int counter;
} atomic_t___own;
typedef struct {
    s64 counter;
} atomic64_t;
typedef s32 pid_t;

SEC("raw_tp/types")
int types(void)
{
    TYPE(struct task_struct);
    TYPE(struct list_head___typed);
    TYPE(struct list_head___other);
    TYPE(struct upid);
    TYPE(struct upid___reordered);
    TYPE(struct upid___unsigned);
    TYPE(struct path___pointers);
    TYPE(struct path___union);
    TYPE(struct file_operations);
    TYPE(struct file_operations___unlike);
    TYPE(struct file_operations___void);
    TYPE(struct qstr___anonymous);
    TYPE(struct in6_addr___array);
    TYPE(struct in6_addr___longer);
    TYPE(struct no_such_struct);
    TYPE(union bpf_attr);
    TYPE(struct bpf_attr___struct);
    TYPE(enum bpf_map_type___values);
    TYPE(enum bpf_map_type___more);
    TYPE(enum perf_callchain_context);
    TYPE(enum hmm_pfn_flags);
    TYPE(initcall_t);
    TYPE(cmp_func_t);
    TYPE(cmp_func_t___unlike);
    TYPE(cmp_func_t___more);
    TYPE(gfp_t);
    TYPE(gfp_t___narrow);
    TYPE(gfp_t___pointer);
    TYPE(no_such_typedef);
    TYPE(atomic_t___own);
    TYPE(atomic64_t);
    TYPE(pid_t);
    return 0;
}

// Only types that no kernel has twice: of those the kernel's number would be ambiguous.
SEC("raw_tp/numbers")
int numbers(void)
{
    USE(TARGET_TYPE(struct list_head___typed));
    USE(TARGET_TYPE(struct list_head___other));
    USE(TARGET_TYPE(struct no_such_struct));
    USE(TARGET_TYPE(struct bpf_attr___struct));
    USE(TARGET_TYPE(enum bpf_map_type___values));
    USE(TARGET_TYPE(enum perf_callchain_context));
    USE(TARGET_TYPE(enum hmm_pfn_flags));
    USE(TARGET_TYPE(initcall_t));
    USE(TARGET_TYPE(cmp_func_t));
    USE(TARGET_TYPE(cmp_func_t___more));
    USE(TARGET_TYPE(gfp_t));
    USE(TARGET_TYPE(gfp_t___pointer));
    USE(TARGET_TYPE(atomic_t___own));
    USE(TARGET_TYPE(atomic64_t));
    USE(TARGET_TYPE(pid_t));
    return 0;
}

// Several drivers have a type of one of these names. Which of them is meant is settled by the first relocation that only some
// of them have; the later ones don't see the others any more.
struct remap_data {
    unsigned long prot;
    u16 domid;
    unsigned long pfn;
} CORE;
struct elf_note_info {
    void *thread;
    u64 size;
} CORE;
struct perf_event_header {
    u32 type;
    u16 misc, size;
} CORE;
struct perf_aux_event {
    struct perf_event_header header;
    u32 tid;
    u64 offset;
} CORE;
struct console {
    char name[16];
    u32 vtermno;
    int cflag;
} CORE;

SEC("raw_tp/duplicates")
int duplicates(void **context)
{
    struct remap_data *r = *context;
    struct elf_note_info *n = *context;
    struct perf_aux_event *e = *context;
    struct console *c = *context;

    USE(EXISTS(r->prot));
    USE(BYTE_OFFSET(r->prot));
    USE(EXISTS(r->domid));
    USE(EXISTS(r->prot));
    GUARDED(r->pfn);
    FIELD(n->thread);
    USE(EXISTS(n->size));
    USE(EXISTS(e->header.misc));
    USE(BYTE_OFFSET(e->header.size));
    USE(EXISTS(e->tid));
    GUARDED(e->offset);
    GUARDED(c->cflag);
    USE(EXISTS(c->vtermno));
    FIELD(c->name[4]);
    return 0;
}
