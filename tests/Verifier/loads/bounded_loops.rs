//! Loops whose bound is a constant, or has one.

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn bounded_loops(_context: *const u8) -> i32 {
    let mut state = monotonic_ns();
    for round in 0..100_u64 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round);
    }
    let rounds = (monotonic_ns() & 63) as u32;
    let mut i = 0;
    while i < rounds {
        state ^= state >> 7;
        i += 1;
    }
    state as i32
}
