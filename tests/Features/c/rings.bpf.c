/* Each getppid of one process is said twice: in a buffer of the processor that it ran on, and in the ring that all share. */
#include "bpf.h"

LICENSE("GPL");

#define PATTERN_BYTES 52
#define CURRENT_CPU 0xffffffffULL

struct said {
	u32 processor;
	u32 number;
	u8 pattern[PATTERN_BYTES];
};

struct {
	NUMBER(type, MAP_PERF_EVENT_ARRAY);
	NUMBER(key_size, 4);
	NUMBER(value_size, 4);
} per_processor SEC(".maps");

struct {
	NUMBER(type, MAP_RINGBUF);
	NUMBER(max_entries, 4096);
} shared SEC(".maps");

/* What is written here, and the address of it, is the test program's: struct Calls. */
struct {
	u32 process;
	u32 call;
	u32 number;
	u32 said;
	u32 refused;
	s32 refusal;
	u32 shared_said;
	u32 shared_refused;
} calls;

struct raw_tracepoint {
	u64 arguments[2];
};

static u32 (*const processor_id)(void) = (void *)8;
static long (*const perf_event_output)(void *context, void *map, u64 flags, void *data, u64 size) = (void *)25;
static long (*const ringbuf_output)(void *ring, void *data, u64 size, u64 flags) = (void *)130;

SEC("raw_tp/sys_enter")
int on_call(struct raw_tracepoint *context)
{
	struct said said;
	long result;

	if (current_pid_tgid() >> 32 != calls.process || context->arguments[1] != calls.call)
		return 0;
	said.processor = processor_id();
	said.number = calls.number;
#pragma unroll
	for (u32 i = 0; i < PATTERN_BYTES; i++)
		said.pattern[i] = (u8)(said.number + i);
	calls.number += 1;
	result = perf_event_output(context, &per_processor, CURRENT_CPU, &said, sizeof(said));
	if (result == 0) {
		calls.said += 1;
	} else {
		calls.refused += 1;
		calls.refusal = (s32)result;
	}
	if (ringbuf_output(&shared, &said, sizeof(said), 0) == 0)
		calls.shared_said += 1;
	else
		calls.shared_refused += 1;
	return 0;
}
