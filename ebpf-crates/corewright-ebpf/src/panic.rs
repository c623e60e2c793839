//! What becomes of a panic: the program ends, as if it had returned 0.

use core::arch::asm;
use core::panic::PanicInfo;

/// The linker inlines this into whatever can panic, so that `exit` leaves the program. In a function that was kept apart
/// (`#[inline(never)]`), it leaves only that function, with 0.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    // SAFETY: `exit` with r0 set is how every BPF function ends; nothing after it runs.
    unsafe { asm!("r0 = 0", "exit", options(noreturn)) }
}
