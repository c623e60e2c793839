/* Maps as they were declared before BTF: libbpf's five words, Aya's seven with pinning, and a section for each map. */
#include "maps.h"

struct bpf_map_def {
    u32 type, key_size, value_size, max_entries, map_flags;
};

struct aya_map_def {
    u32 type, key_size, value_size, max_entries, map_flags, id, pinning;
};

struct bpf_map_def SEC("maps") counts = {.type = MAP_HASH, .key_size = 4, .value_size = 8, .max_entries = 16};
struct aya_map_def SEC("maps") totals = {.type = MAP_ARRAY, .key_size = 4, .value_size = 8, .max_entries = 2};
struct bpf_map_def SEC("maps/seen") seen = {
    .type = MAP_HASH, .key_size = 8, .value_size = 4, .max_entries = 8, .map_flags = NO_PREALLOC};

u64 runs, failures;

SEC("tp/sched/sched_process_exec")
int on_exec(void *context)
{
    u32 key = 7, index = 1, mark = 3;
    u64 one = 1, wide = 11, *count = map_lookup(&counts, &key), *total = map_lookup(&totals, &index);
    if (count)
        *count += 1;
    else if (map_update(&counts, &key, &one, NOEXIST))
        failures++;
    if (total)
        *total += 2;
    if (map_update(&seen, &wide, &mark, ANY))
        failures++;
    runs++;
    return 0;
}

LICENSE("GPL");
