/* The same as programs with an older usdt.bpf.h are. */
#define USDT_OLDER_LAYOUT
#include "beat.h"
