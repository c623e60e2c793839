//! Functions that stay functions, five deep, with structs for arguments and results.

use corewright_ebpf::helpers::monotonic_ns;

#[derive(Clone, Copy)]
struct Point {
    x: u32,
    y: u32,
}

#[inline(never)]
fn innermost(point: Point) -> u64 {
    u64::from(point.x) * u64::from(point.y)
}

#[inline(never)]
fn inner(point: Point, factor: u32) -> u64 {
    innermost(Point { x: point.x.wrapping_mul(factor), y: point.y })
}

#[inline(never)]
fn outer(time: u64) -> u64 {
    inner(Point { x: time as u32, y: (time >> 32) as u32 }, 3) ^ inner(Point { x: 1, y: 2 }, time as u32)
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn subprograms(_context: *const u8) -> i32 {
    outer(monotonic_ns()) as i32
}
