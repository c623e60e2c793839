//! `for` over a slice, with adaptors.

use crate::PAGES;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn slice_iteration(_context: *const u8) -> i32 {
    let Some(page) = PAGES.get(0) else { return 0 };
    // SAFETY: as in slice_index.rs.
    let bytes: &[u8] = unsafe { &(&(*page).bytes)[..64] };
    let sum: u32 = bytes.iter().map(|byte| u32::from(*byte)).sum();
    let position = bytes.iter().position(|byte| *byte == 0).unwrap_or(64);
    (sum as i32).wrapping_add(position as i32)
}
