/* Maps in maps and programs in maps, put there by static initialisers. */
#include "maps.h"

struct counter {
    NUMBER(type, MAP_ARRAY);
    NUMBER(max_entries, 1);
    TYPE(key, u32);
    TYPE(value, u64);
};

struct counter even SEC(".maps"), odd SEC(".maps");

struct {
    NUMBER(type, MAP_ARRAY_OF_MAPS);
    NUMBER(max_entries, 4);
    TYPE(key, u32);
    VALUES(values, struct counter);
} by_parity SEC(".maps") = {.values = {[0] = &even, [3] = &odd}};

struct {
    NUMBER(type, MAP_HASH_OF_MAPS);
    NUMBER(max_entries, 8);
    TYPE(key, u32);
    VALUES(values, struct counter);
} by_name SEC(".maps") = {.values = {[5] = &odd}};

int called(void *context);
int called_twice(void *context);

struct {
    NUMBER(type, MAP_PROG_ARRAY);
    NUMBER(max_entries, 3);
    NUMBER(key_size, 4);
    VALUES(values, typeof(int (void *)));
} next_programs SEC(".maps") = {.values = {[0] = (void *)&called, [2] = (void *)&called_twice}};

u64 calls, deeper, not_there, found_first, found_later, found_in_hash, empty_slots;

static __attribute__((always_inline)) bool add(void *outer, u32 slot)
{
    u32 zero = 0;
    void *inner = map_lookup(outer, &slot);
    if (!inner)
        return false;
    u64 *value = map_lookup(inner, &zero);
    if (value)
        *value += 1;
    return value;
}

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    found_first += add(&by_parity, 0);
    found_later += add(&by_parity, 3);
    empty_slots += !add(&by_parity, 2);
    found_in_hash += add(&by_name, 5);
    tail_call(context, &next_programs, 1);
    not_there++;
    tail_call(context, &next_programs, 0);
    return 0;
}

SEC("tp")
int called(void *context)
{
    calls++;
    tail_call(context, &next_programs, 2);
    return 0;
}

SEC("tp")
int called_twice(void *context)
{
    deeper++;
    return 0;
}

LICENSE("GPL");
