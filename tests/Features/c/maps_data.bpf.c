/* Global variables in all the sections that they can be in, and constants that are set before loading. */
#include "maps.h"

enum mode { MODE_OFF, MODE_COUNT = 5 };

struct limits {
    u32 low;
    struct {
        u16 high[3];
    };
    char name[12];
};

const volatile enum mode mode = MODE_OFF;
const volatile bool enabled = false;
const volatile s64 offset = -3;
const volatile struct limits limits = {.low = 1, .high = {2, 3, 4}, .name = "default"};
const volatile u32 step SEC(".rodata.steps") = 1;

u64 counted = 40;
u64 initial_zero;
u64 SEC(".data.named") named = 7;
u64 SEC(".bss.named") named_zero;
static u64 hidden = 9;

s64 seen_offset;
u32 seen_low, seen_high;
char seen_name[12];
bool was_enabled;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    if (mode == MODE_COUNT) {
        counted += step;
        initial_zero += step;
        named += step;
        named_zero += step;
        hidden += step;
    }
    seen_offset = offset;
    seen_low = limits.low;
    seen_high = limits.high[2];
    was_enabled = enabled;
    for (int i = 0; i < sizeof(seen_name); i++)
        seen_name[i] = limits.name[i];
    return 0;
}

LICENSE("GPL");
