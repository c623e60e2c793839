//! Division by what may be zero, checked and saturating sums, signed division.

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn checked_arithmetic(_context: *const u8) -> i32 {
    let (first, second) = (monotonic_ns(), monotonic_ns() & 7);
    let quotient = first / second;
    let rest = first.checked_rem(second).unwrap_or(0);
    let signed = (first as i64 - second as i64) / 10 + (first as i32 % 7) as i64;
    let sum = first.checked_add(quotient).map_or(u64::MAX, |sum| sum.saturating_add(rest));
    (sum as i32).wrapping_add(signed as i32)
}
