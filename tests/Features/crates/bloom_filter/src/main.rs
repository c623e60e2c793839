//! A set that may claim too much.
#![no_std]
#![no_main]

use corewright_ebpf::maps::BloomFilter;

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// Numbers.
    static SEEN: BloomFilter<u64, 64>;
}

/// How often the program ran.
#[unsafe(no_mangle)]
static mut RUNS: u64 = 0;

/// How often what was put in was there.
#[unsafe(no_mangle)]
static mut FOUND: u64 = 0;

/// How often what was not put in was not there.
#[unsafe(no_mangle)]
static mut NOT_FOUND: u64 = 0;

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
extern "C" fn on_exec(_context: *const u8) -> i32 {
    let added = SEEN.insert(&42).is_ok() && SEEN.contains(&42);
    let missed = !SEEN.contains(&43) || !SEEN.contains(&44);
    // SAFETY: memory of the object's own.
    unsafe {
        (&raw mut RUNS).write_volatile((&raw const RUNS).read_volatile() + 1);
        (&raw mut FOUND).write_volatile((&raw const FOUND).read_volatile() + u64::from(added));
        (&raw mut NOT_FOUND).write_volatile((&raw const NOT_FOUND).read_volatile() + u64::from(missed));
    }
    0
}
