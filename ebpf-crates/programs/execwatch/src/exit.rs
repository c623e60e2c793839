//! The end of a process: when it is, and what its exit code is.

use corewright_ebpf::helpers::{Errno, current_pid_tgid, current_task};
use corewright_ebpf::macros::tracepoint;
use corewright_ebpf::maps::LruHashMap;
use corewright_ebpf::programs::TracePointContext;
use corewright_ebpf::{context_load, core_field_exists, core_read, filter};
use corewright_kernel::{signal_struct, task_struct, trace_event_raw_sched_process_exit};
use execwatch_types::{EventKind, ExitEvent};

use crate::{EVENTS, header};

/// `SIGNAL_GROUP_EXIT` of the kernel's include/linux/sched/signal.h: the process ends as a whole.
const SIGNAL_GROUP_EXIT: u32 = 4;

/// A process, also if its id is used again.
#[derive(Clone, Copy)]
#[repr(C)]
struct Process {
    tgid: u64,
    start_time: u64,
}

corewright_ebpf::pin_layout!(Process, size = 16, tgid = 0, start_time = 8);

corewright_ebpf::map! {
    /// Processes whose end was reported, and by which thread, as far as two of them may still report it: a matter of
    /// microseconds.
    static REPORTED: LruHashMap<Process, u32, 1024>;
}

/// Once for each thread that exits; reports once for each process.
#[tracepoint(category = "sched", name = "sched_process_exit")]
fn on_exit(context: TracePointContext) -> Result<(), Errno> {
    if !filter::admits_current() {
        return Ok(());
    }
    let task: *const task_struct = current_task();
    let leader = task.group_leader()?;
    let signal = task.signal()?;
    let flags = signal.flags()?;
    if !is_last_thread(context.record(), leader, signal, flags)? {
        return Ok(());
    }

    // As wait_task_zombie() in kernel/exit.c decides it. The leader's own code counts only where the threads ended one by
    // one and the kernel is older than 5.17, which began to set the group's code with the last thread.
    let exit_code = if flags & SIGNAL_GROUP_EXIT != 0 { signal.group_exit_code()? } else { leader.exit_code()? };

    let header = header::of_current(EventKind::Exit)?;
    let Some(event) = EVENTS.reserve() else { return Ok(()) };
    event.send(ExitEvent { header, exit_code: exit_code as u32, reserved: 0 });
    Ok(())
}

/// Whether this thread is the one to report the process's end.
///
/// Since 6.16 the tracepoint says it. Before, `live` is 0 for the last thread, but also for one that began to exit earlier
/// and got to the tracepoint later: of these, the first to take the process's place in `REPORTED` reports.
#[inline(always)]
fn is_last_thread(
    context: *const trace_event_raw_sched_process_exit,
    leader: *const task_struct,
    signal: *const signal_struct,
    flags: u32,
) -> Result<bool, Errno> {
    if core_field_exists!(trace_event_raw_sched_process_exit, group_dead) {
        // SAFETY: this is the context of that tracepoint, and the field is there.
        return Ok(unsafe { context_load!(context, trace_event_raw_sched_process_exit, group_dead as u8) } != 0);
    }
    if core_read!(signal, live.counter)? != 0 {
        return Ok(false);
    }
    let (pid, tgid) = current_pid_tgid();
    if flags & SIGNAL_GROUP_EXIT == 0 && pid != tgid && !leader.mm()?.is_null() {
        // The code will be the leader's, and it has none yet: it still has its memory, which it gives up between setting
        // the code and the tracepoint. So it will come by itself.
        return Ok(false);
    }
    let process = Process { tgid: u64::from(tgid), start_time: leader.start_boottime()? };
    Ok(REPORTED.try_insert(&process, &pid).is_ok())
}
