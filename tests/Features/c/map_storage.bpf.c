/* Values of inodes and, as it was done before 6.2, of cgroups that programs are attached to. */
#include "maps.h"

struct {
    NUMBER(type, 28);
    NUMBER(map_flags, NO_PREALLOC);
    TYPE(key, int);
    TYPE(value, u64);
} of_inodes SEC(".maps");

struct {
    NUMBER(type, 19);
    TYPE(key, u64);
    TYPE(value, u64);
} of_cgroup SEC(".maps");

struct {
    NUMBER(type, 21);
    TYPE(key, u64);
    TYPE(value, u64);
} of_cgroup_per_cpu SEC(".maps");

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    return 0;
}

LICENSE("GPL");
