//! refused: more than 512 bytes of stack

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn large_frame(_context: *const u8) -> i32 {
    let mut buffer = [0_u8; 600]; // <- here
    buffer[(monotonic_ns() & 511) as usize] = 1;
    core::hint::black_box(&buffer);
    i32::from(buffer[(monotonic_ns() & 511) as usize])
}
