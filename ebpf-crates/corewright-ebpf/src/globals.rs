//! Variables of an object: constants that the loader sets, counters that user space reads.

use core::arch::asm;
use core::ptr;

/// Declares constants that the loader may set before it loads the object: `constants! { static THRESHOLD: u64 = 10; }`. They are read
/// with [`constant`]; the verifier knows them, so that what they rule out is dead code.
#[macro_export]
macro_rules! constants {
    ($($(#[$meta:meta])* $visibility:vis static $name:ident: $type:ty = $value:expr;)+) => {
        $(
            $(#[$meta])*
            #[unsafe(no_mangle)]
            $visibility static $name: $type = $value;
        )+
    };
}

/// What the loader made of a constant. (Without this, the compiler would use what stands in the source.)
#[inline(always)]
pub fn constant<T: Copy>(of: &'static T) -> T {
    // SAFETY: a reference is valid for reads.
    unsafe { ptr::read_volatile(of) }
}

/// Adds to a counter that other CPUs count with at the same time.
///
/// # Safety
/// The counter must be memory of the object's own: a variable, or a value of a map.
#[inline(always)]
pub unsafe fn atomic_add(counter: *mut u64, count: u64) {
    // `core` has no atomic arithmetic for BPF, but every BPF machine has this instruction.
    // SAFETY: eight bytes, aligned, that others only change in the same way.
    unsafe { asm!("lock *(u64 *)({0} + 0) += {1}", in(reg) counter, in(reg) count, options(nostack)) };
}
