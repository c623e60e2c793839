//! What the linker makes of arithmetic that the BPF machine has no instruction for, with results to compare.

use core::ptr;

#[unsafe(no_mangle)]
pub static mut INPUTS: [u64; 2] = [1, 1];
#[unsafe(no_mangle)]
pub static mut RESULTS: [u64; 11] = [0; 11];

fn input(index: usize) -> u64 {
    // SAFETY: an element of memory of the object's own.
    unsafe { (&raw const INPUTS).cast::<u64>().add(index).read_volatile() }
}

fn result(index: usize, value: u64) {
    // SAFETY: as above.
    unsafe { ptr::write_volatile((&raw mut RESULTS).cast::<u64>().add(index), value) };
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn arithmetic_results(_context: *const u8) -> i32 {
    let (a, b) = (input(0), input(1));
    result(0, (a as i64).wrapping_div(b as i64) as u64);
    result(1, (a as i64).wrapping_rem(b as i64) as u64);
    result(2, i64::from((a as i32).wrapping_div(b as i32)) as u64);
    result(3, i64::from((a as i32).wrapping_rem(b as i32)) as u64);
    let product = u128::from(a) * u128::from(b);
    result(4, product as u64);
    result(5, (product >> 64) as u64);
    let wide = (u128::from(a) << 64 | u128::from(b)).wrapping_mul(u128::from(b) << 64 | u128::from(a));
    result(6, wide as u64);
    result(7, (wide >> 64) as u64);
    result(8, a.checked_mul(b).unwrap_or(u64::MAX));
    result(9, (a as i64).checked_mul(b as i64).unwrap_or(i64::MIN) as u64);
    result(10, (a as i64).saturating_mul(b as i64) as u64);
    0
}
