/* The USDT probe of tests/Probes/programs: a counter in a register, the constant 77, -5 on the stack. */
#include "usdt.h"

LICENSE("GPL");

u64 hits;
u64 argument_count;
s64 counter_sum;
s64 constant;
s64 on_stack;
u64 cookie;

SEC("usdt//job/probed:corewright:beat")
int on_beat(void *context)
{
	struct usdt_spec *spec = usdt_spec(context);

	if (!spec)
		return 0;
	hits += 1;
	argument_count = spec->count;
	counter_sum += usdt_argument(context, &spec->arguments[0]);
	constant = usdt_argument(context, &spec->arguments[1]);
	on_stack = usdt_argument(context, &spec->arguments[2]);
	cookie = spec->cookie;
	return 0;
}
