/* Memory that programs and user space share. */
#include "maps.h"

struct {
    NUMBER(type, 33);
    NUMBER(map_flags, MMAPABLE);
    NUMBER(max_entries, 2);
} shared SEC(".maps");

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    return 0;
}

LICENSE("GPL");
