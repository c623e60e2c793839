/* A USDT probe, as programs with the usdt.bpf.h of libbpf 1.7 or newer are. */
#include "beat.h"
