//! refused: recursion

use corewright_ebpf::helpers::monotonic_ns;

#[inline(never)]
fn ackermann(m: u64, n: u64) -> u64 {
    if m == 0 {
        n + 1
    } else if n == 0 {
        ackermann(m - 1, monotonic_ns())
    } else {
        let inner = ackermann(m, n - 1); // <- here
        ackermann(m - 1, inner)
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn recursion(_context: *const u8) -> i32 {
    ackermann(2, monotonic_ns()) as i32
}
