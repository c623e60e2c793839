/* A value of each cgroup. */
#include "maps.h"

struct {
    NUMBER(type, 32);
    NUMBER(map_flags, NO_PREALLOC);
    TYPE(key, int);
    TYPE(value, u64);
} of_cgroups SEC(".maps");

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    return 0;
}

LICENSE("GPL");
