//! Elements and ranges of a slice in a map's value.

use corewright_ebpf::helpers::monotonic_ns;

use crate::PAGES;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn slice_index(_context: *const u8) -> i32 {
    let Some(page) = PAGES.get(0) else { return 0 };
    // SAFETY: the map keeps the value for ever; what others write there are bytes.
    let bytes: &[u8] = unsafe { &(*page).bytes };
    let start = (monotonic_ns() & 1023) as usize;
    let part = &bytes[start..start + 64];
    i32::from(part[(monotonic_ns() & 63) as usize])
}
