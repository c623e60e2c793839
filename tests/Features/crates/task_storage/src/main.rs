//! A value of each task, by which a task is known again.
#![no_std]
#![no_main]

use corewright_ebpf::helpers::current_task_btf;
use corewright_ebpf::maps::TaskStorage;

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// How often a task became another program.
    static EXECS: TaskStorage<u64>;
}

/// The most that a task did it.
#[unsafe(no_mangle)]
static mut MOST: u64 = 0;

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
extern "C" fn on_exec(_context: *const u8) -> i32 {
    // SAFETY: the verifier knows the current task; the memory is the object's own.
    unsafe {
        if let Some(execs) = EXECS.get_or_create(current_task_btf::<u8>()) {
            *execs += 1;
            if *execs > (&raw const MOST).read_volatile() {
                (&raw mut MOST).write_volatile(*execs);
            }
        }
    }
    0
}
