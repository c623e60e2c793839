/* A map that is pinned by its name, and outlives the one who made it. */
#include "maps.h"

#ifndef ENTRIES
#define ENTRIES 4
#endif

struct {
    NUMBER(type, MAP_ARRAY);
    NUMBER(max_entries, ENTRIES);
    NUMBER(pinning, PIN_BY_NAME);
    TYPE(key, u32);
    TYPE(value, u64);
} kept SEC(".maps");

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    u32 zero = 0;
    u64 *value = map_lookup(&kept, &zero);
    if (value)
        *value += 1;
    return 0;
}

LICENSE("GPL");
