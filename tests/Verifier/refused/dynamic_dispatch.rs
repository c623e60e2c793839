//! refused: a call through a pointer

use corewright_ebpf::helpers::monotonic_ns;

trait Weigh {
    fn weigh(&self, time: u64) -> u64;
}

struct Light;
struct Heavy;

impl Weigh for Light {
    #[inline(never)]
    fn weigh(&self, time: u64) -> u64 {
        time ^ 1
    }
}

impl Weigh for Heavy {
    #[inline(never)]
    fn weigh(&self, time: u64) -> u64 {
        time.wrapping_mul(1000)
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn dynamic_dispatch(_context: *const u8) -> i32 {
    let time = monotonic_ns();
    let chosen: &dyn Weigh = if time & 1 == 0 { &Light } else { &Heavy };
    core::hint::black_box(chosen).weigh(time) as i32 // <- here
}
