//! refused: floating point

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn float(_context: *const u8) -> i32 {
    let time = monotonic_ns() as f64; // <- here
    (time * 1.5) as i32
}
