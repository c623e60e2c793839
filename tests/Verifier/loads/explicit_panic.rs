//! `panic!`, behind a condition that only the kernel knows.

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn explicit_panic(_context: *const u8) -> i32 {
    if monotonic_ns() & 1 == 1 {
        panic!("odd: {}", 1);
    }
    0
}
