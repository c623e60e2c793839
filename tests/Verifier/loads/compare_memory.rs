//! Comparing arrays and slices: `memcmp` and `bcmp`.

use corewright_ebpf::helpers::current_comm;

use crate::PAGES;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn compare_memory(_context: *const u8) -> i32 {
    let Some(page) = PAGES.get(0) else { return 0 };
    // SAFETY: as in slice_index.rs.
    let page = unsafe { &(*page).bytes };
    let comm = current_comm();
    let same = comm == *b"corewright\0\0\0\0\0\0";
    let before = comm < [b'm'; 16];
    let stored = comm[..] == page[..16];
    i32::from(same) + i32::from(before) + i32::from(stored)
}
