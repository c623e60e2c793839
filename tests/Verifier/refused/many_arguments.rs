//! refused: a call with more than five arguments

use corewright_ebpf::helpers::monotonic_ns;

#[inline(never)]
fn mix(a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u64 {
    a ^ b.wrapping_mul(c) ^ d.rotate_left(e as u32) ^ f
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn many_arguments(_context: *const u8) -> i32 {
    let now = monotonic_ns();
    mix(now, now >> 1, now >> 2, now >> 3, now >> 4, monotonic_ns()) as i32 // <- here
}
