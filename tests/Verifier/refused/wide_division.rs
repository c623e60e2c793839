//! refused: 128-bit division

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn wide_division(_context: *const u8) -> i32 {
    let time = u128::from(monotonic_ns()) << 20;
    (time / u128::from(monotonic_ns() | 1)) as i32 // <- here
}
