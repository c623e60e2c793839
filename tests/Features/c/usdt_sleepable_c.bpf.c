/* A USDT probe's program that may sleep: it reads the program's memory even where that has to be fetched first. */
#include "usdt.h"

LICENSE("GPL");

u64 hits;
u64 headers;

static long (*const copy_from_user)(void *to, u32 size, u64 address) = (void *)148;

/* Where its linker puts programs of 64 and of 32 bits. */
INLINE bool begins_as_elf(u64 address)
{
	u32 magic = 0;

	return !copy_from_user(&magic, sizeof(magic), address) && magic == 0x464c457f;
}

SEC("usdt.s//job/probed:corewright:beat")
int on_beat(void *context)
{
	struct usdt_spec *spec = usdt_spec(context);

	if (!spec)
		return 0;
	hits += 1;
	headers += begins_as_elf(0x200000) || begins_as_elf(0x10000);
	return 0;
}
