/* Takes samples that user space wrote, each time that one process calls getppid. */
#include "bpf.h"

LICENSE("GPL");

#define LONGEST 112

struct dynptr;

struct sample {
	u32 number;
	u32 length;
};

struct {
	NUMBER(type, 31);
	NUMBER(max_entries, 4096);
} to_program SEC(".maps");

/* What is written here, and the address of it, is the test program's: struct Drained. */
struct {
	u32 process;
	u32 call;
	u32 most;
	u32 taken;
	u32 next;
	u32 disordered;
	u32 unreadable;
	u32 sum;
	s64 result;
} drained;

struct raw_tracepoint {
	u64 arguments[2];
};

static long (*const dynptr_read)(void *to, u32 length, struct dynptr *from, u32 offset, u64 flags) = (void *)201;
static long (*const user_ring_drain)(void *ring, void *callback, void *context, u64 flags) = (void *)209;

static long take(struct dynptr *given, u32 *taken)
{
	struct sample sample;
	u8 byte;

	if (dynptr_read(&sample, sizeof(sample), given, 0, 0) != 0) {
		drained.unreadable += 1;
		return 0;
	}
	if (sample.number != drained.next)
		drained.disordered += 1;
	drained.next = sample.number + 1;
	drained.taken += 1;
	for (u32 i = sizeof(sample); i < LONGEST && i < sample.length; i++) {
		if (dynptr_read(&byte, 1, given, i, 0) == 0)
			drained.sum += byte;
		else
			drained.unreadable += 1;
	}
	/* It ends where a byte more could be read than was given. */
	if (dynptr_read(&byte, 1, given, sample.length, 0) == 0)
		drained.unreadable += 1;
	*taken += 1;
	return drained.most != 0 && *taken >= drained.most;
}

SEC("raw_tp/sys_enter")
int on_call(struct raw_tracepoint *context)
{
	u32 taken = 0;

	if (current_pid_tgid() >> 32 != drained.process || context->arguments[1] != drained.call)
		return 0;
	drained.result = user_ring_drain(&to_program, take, &taken, 0);
	return 0;
}
