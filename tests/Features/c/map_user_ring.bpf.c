/* From user space to programs. */
#include "maps.h"

struct {
    NUMBER(type, 31);
    NUMBER(max_entries, 5000);
} to_programs SEC(".maps");

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    return 0;
}

LICENSE("GPL");
