//! Measures how long tasks that could run wait for a processor: from where they are woken, or put off the processor by another
//! one, until they are on it. Only sums leave the kernel, in histograms that each processor keeps for itself.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod histogram;

use corewright_ebpf::helpers::{Errno, monotonic_ns};
use corewright_ebpf::macros::raw_tracepoint;
use corewright_ebpf::maps::{HashMap, PerCpuArray};
use corewright_ebpf::programs::RawTracePointContext;
use corewright_ebpf::{core_field_exists, filter};
use corewright_kernel::task_struct;

corewright_ebpf::license!("Dual MIT/GPL");

corewright_ebpf::map! {
    /// Since when tasks could run, by thread id, in nanoseconds since boot. Each leaves it when it gets a processor.
    static RUNNABLE: HashMap<u32, u64, 32768>;

    /// Tasks that found no room in `RUNNABLE`, so that nobody knows how long they waited.
    static UNTIMED: PerCpuArray<u64, 1>;
}

/// A task was woken.
#[raw_tracepoint(tracepoint = "sched_wakeup")]
fn on_wakeup(context: RawTracePointContext) -> Result<(), Errno> {
    could_run(context.arg(0))
}

/// A task was made.
#[raw_tracepoint(tracepoint = "sched_wakeup_new")]
fn on_wakeup_new(context: RawTracePointContext) -> Result<(), Errno> {
    could_run(context.arg(0))
}

/// A processor goes from one task to another. Its arguments are whether the first one had to give way, that one, and the other;
/// what kernels since 5.18 say beyond that is not needed.
#[raw_tracepoint(tracepoint = "sched_switch")]
fn on_switch(context: RawTracePointContext) -> Result<(), Errno> {
    let previous: *const task_struct = context.arg(1);
    // One that had to give way may have been about to sleep; it did not come to that.
    if context.arg::<bool>(0) || !waits_for_something(previous)? {
        could_run(previous)?;
    }
    runs(context.arg(2))
}

#[inline(always)]
fn could_run(task: *const task_struct) -> Result<(), Errno> {
    let pid = task.pid()? as u32;
    if pid == 0 || !filter::admits(task) {
        return Ok(());
    }
    if RUNNABLE.insert(&pid, &monotonic_ns()).is_err()
        && let Some(untimed) = UNTIMED.get(0)
    {
        // SAFETY: this processor's, and nothing interrupts the scheduler that would come here.
        unsafe { *untimed += 1 };
    }
    Ok(())
}

#[inline(always)]
fn runs(task: *const task_struct) -> Result<(), Errno> {
    let pid = task.pid()? as u32;
    let Some(since) = RUNNABLE.get(&pid) else { return Ok(()) };
    // SAFETY: the map's value; only the scheduler's own programs write it, and never for a task that is about to run.
    let since = unsafe { *since };
    let _ = RUNNABLE.remove(&pid);
    let now = monotonic_ns();
    // Clocks of two processors may differ by a little.
    histogram::count(task, if now > since { now - since } else { 0 })
}

/// Whether a task is about to sleep.
#[inline(always)]
fn waits_for_something(task: *const task_struct) -> Result<bool, Errno> {
    // Renamed in 5.14, with another type.
    if core_field_exists!(task_struct, __state) { Ok(task.__state()? != 0) } else { Ok(task.state()? != 0) }
}
