//! Copying, moving and filling thousands of bytes: far more than LLVM does in line for BPF.

use core::ptr;

use crate::PAGES;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn large_copy(_context: *const u8) -> i32 {
    let (Some(first), Some(second)) = (PAGES.get(0), PAGES.get(1)) else { return 0 };
    // SAFETY: two values of the same map that don't overlap, and that the map keeps for ever.
    unsafe {
        ptr::write_bytes(first, 7, 1);
        ptr::copy_nonoverlapping(first, second, 1);
        ptr::copy((*second).bytes.as_ptr(), (*second).bytes.as_mut_ptr().add(1), 2999);
        i32::from((*second).bytes[2048])
    }
}
