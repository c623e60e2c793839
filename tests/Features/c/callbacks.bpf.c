/* Functions that helpers call back, static ones in .text, and a global one. */
#include "bpf.h"

LICENSE("GPL");

struct {
	NUMBER(type, MAP_ARRAY);
	NUMBER(max_entries, 4);
	TYPE(key, u32);
	TYPE(value, u64);
} numbers SEC(".maps");

static long (*const for_each)(void *map, void *callback, void *context, u64 flags) = (void *)164;

u64 sum;
u64 visited;
u64 doubled;

struct total {
	u64 sum;
	u64 count;
};

INLINE void set(u32 index, u64 number)
{
	map_update(&numbers, &index, &number, 0);
}

static NOINLINE u64 twice(u64 number)
{
	return number + number;
}

static long add(void *map, u32 *key, u64 *value, struct total *total)
{
	total->sum += *value;
	total->count += 1;
	return 0;
}

NOINLINE int scaled(u64 number)
{
	return (int)twice(number);
}

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
	struct total total = {};

	set(0, 1);
	set(1, 2);
	set(2, 3);
	set(3, 4);
	for_each(&numbers, add, &total, 0);
	sum = total.sum;
	visited = total.count;
	doubled = scaled(total.sum);
	return 0;
}
