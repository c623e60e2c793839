//! A tracepoint that counts, with an array, a variable and a constant.
#![no_std]
#![no_main]

use corewright_ebpf::maps::Array;

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// Counts at index 1.
    static COUNTS: Array<u64, 4>;
}

/// How often a process became a program.
#[unsafe(no_mangle)]
static mut EXECS: u64 = 0;

/// The same, and `BIAS`.
#[unsafe(no_mangle)]
static mut BIASED: u64 = 0;

/// Set before loading.
#[unsafe(no_mangle)]
static BIAS: u32 = 1;

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
extern "C" fn on_exec(_context: *const u8) -> i32 {
    // SAFETY: memory of the object's own; a lost count does no harm.
    unsafe {
        let execs = &raw mut EXECS;
        execs.write_volatile(execs.read_volatile() + 1);
        let bias = (&raw const BIAS).read_volatile();
        (&raw mut BIASED).write_volatile(execs.read_volatile() + u64::from(bias));
        let _ = COUNTS.set(1, &execs.read_volatile());
    }
    0
}
