/* How a program finds out about the USDT probe that it is attached to: the interface between libbpf's usdt.bpf.h, which real
 * programs include, and loaders. Before libbpf 1.7 an argument took 16 bytes; define USDT_OLDER_LAYOUT for that. */
#pragma once
#include "bpf.h"

enum usdt_place { USDT_CONSTANT, USDT_REGISTER, USDT_MEMORY };

struct usdt_argument {
	u64 value;
#ifdef USDT_OLDER_LAYOUT
	u32 place;
#else
	u8 place;
	u8 reserved;
	u16 index;
	u16 more_reserved;
#endif
	s16 register_offset;
	bool is_signed;
	s8 shift;
};

struct usdt_spec {
	struct usdt_argument arguments[12];
	u64 cookie;
	s16 count;
};

struct {
	NUMBER(type, MAP_ARRAY);
	NUMBER(max_entries, 256);
	TYPE(key, int);
	TYPE(value, struct usdt_spec);
} __bpf_usdt_specs SEC(".maps");

struct {
	NUMBER(type, MAP_HASH);
	NUMBER(max_entries, 1024);
	TYPE(key, long);
	TYPE(value, u32);
} __bpf_usdt_ip_to_spec_id SEC(".maps");

extern const bool LINUX_HAS_BPF_COOKIE KCONFIG;

static u64 (*const attach_cookie)(void *context) = (void *)174;
static long (*const probe_read_user)(void *to, u32 size, const void *from) = (void *)112;

/* The instruction pointer, wherever the architecture's pt_regs has it. */
struct pt_regs___x86 {
	unsigned long ip;
} RELOCATABLE;

struct user_pt_regs___aarch64 {
	u64 pc;
} RELOCATABLE;

struct pt_regs___arm {
	unsigned long uregs[18];
} RELOCATABLE;

#define FIELD_EXISTS 2
#define ARM_PC 15

INLINE u64 usdt_address(void *context)
{
	u64 address = 0;

	if (__builtin_preserve_field_info(((struct pt_regs___x86 *)0)->ip, FIELD_EXISTS)) {
		probe_read_kernel(&address, 8, &((struct pt_regs___x86 *)context)->ip);
	} else if (__builtin_preserve_field_info(((struct pt_regs___arm *)0)->uregs, FIELD_EXISTS)) {
		probe_read_kernel(&address, 4, &((struct pt_regs___arm *)context)->uregs[ARM_PC]);
	} else {
		probe_read_kernel(&address, 8, &((struct user_pt_regs___aarch64 *)context)->pc);
	}
	return address;
}

INLINE struct usdt_spec *usdt_spec(void *context)
{
	u32 id;

	if (LINUX_HAS_BPF_COOKIE) {
		id = attach_cookie(context);
	} else {
		u64 address = usdt_address(context);
		u32 *found = map_lookup(&__bpf_usdt_ip_to_spec_id, &address);

		if (!found)
			return NULL;
		id = *found;
	}
	return map_lookup(&__bpf_usdt_specs, &id);
}

INLINE s64 usdt_argument(void *context, const struct usdt_argument *argument)
{
	u64 value = argument->value, address = 0;

	if (argument->place != USDT_CONSTANT) {
		probe_read_kernel(&address, 8, context + argument->register_offset);
		value = address;
	}
	if (argument->place == USDT_MEMORY)
		probe_read_user(&value, 8, (void *)(address + argument->value));
	value <<= argument->shift & 63;
	return argument->is_signed ? (s64)value >> (argument->shift & 63) : (s64)(value >> (argument->shift & 63));
}
