/* What only the objects about maps need beyond bpf.h; numbers of include/uapi/linux/bpf.h. */
#pragma once
#include "bpf.h"

enum { ANY, NOEXIST, EXIST };
enum { NO_PREALLOC = 1, MMAPABLE = 1024 };
enum { PIN_NONE, PIN_BY_NAME };

static long (*const tail_call)(void *context, void *programs, u32 index) = (void *)12;
