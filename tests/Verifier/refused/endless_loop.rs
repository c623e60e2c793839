//! refused: a loop without an end; give it a bound

use corewright_ebpf::helpers::monotonic_ns;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn endless_loop(_context: *const u8) -> i32 {
    let mut sum = 0_u64;
    loop { // <- here
        sum = sum.wrapping_add(monotonic_ns());
        core::hint::black_box(sum);
    }
}
