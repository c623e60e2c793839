//! `unwrap` of an `Option`, `expect` of a `Result`.

use corewright_ebpf::helpers::{Errno, current_pid_tgid, monotonic_ns};

fn even(number: u64) -> Option<u64> {
    (number & 1 == 0).then_some(number / 2)
}

fn small(number: u32) -> Result<u32, Errno> {
    if number < 4096 { Ok(number) } else { Err(Errno(-34)) }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn unwrap_and_expect(_context: *const u8) -> i32 {
    let half = even(monotonic_ns()).unwrap();
    let pid = small(current_pid_tgid().0).ok().expect("a small number");
    (half as u32).wrapping_add(pid) as i32 & 1
}
