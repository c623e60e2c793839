//! refused: a fence

use core::sync::atomic::{Ordering, fence};

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn atomics(_context: *const u8) -> i32 {
    fence(Ordering::SeqCst); // <- here
    monotonic_ns() as i32
}
