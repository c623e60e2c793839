//! 128-bit numbers: sums, shifts, products.

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn wide_arithmetic(_context: *const u8) -> i32 {
    let time = u128::from(monotonic_ns());
    let sum = (time << 64) + (time >> 3) - 17;
    let scaled = (u128::from(monotonic_ns()) * 4_294_967_297) >> 32;
    let product = sum.wrapping_mul(scaled);
    ((product >> 96) as i32).wrapping_add((time.count_ones() + sum.leading_zeros()) as i32)
}
