/* Memory that programs and user space share, and variables in it. */
#include "maps.h"

#define ARENA __attribute__((address_space(1)))

struct arena {
	NUMBER(type, 33);
	NUMBER(map_flags, MMAPABLE);
	NUMBER(max_entries, 2);
};

#ifndef NO_ARENA
struct arena shared SEC(".maps");
#endif
#ifdef TWO_ARENAS
struct arena other SEC(".maps");
#endif

u64 ARENA counter = 40;
u32 ARENA table[4] = { 1, 2, 3 };
u64 ARENA untouched;

u64 runs;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	runs += 1;
	counter += 2;
	table[3] = table[1] + 5;
	return 0;
}

LICENSE("GPL");
