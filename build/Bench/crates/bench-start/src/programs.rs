//! The two programs.

use corewright_ebpf::core_read;
use corewright_ebpf::helpers::{Errno, current_task};

use crate::kernel::{mm_struct, pid, signal_struct, task_struct};
use crate::{BATCH, DROPPED, EVENTS};

/// No loader prints a sample of this kind: what is measured is the reading, not the printing.
const KIND: u32 = 100;

/// What the first program finds out.
#[repr(C)]
struct Process {
    kind: u32,
    pid: i32,
    tgid: i32,
    parent: i32,
    exit_code: i32,
    flags: u32,
    level: u32,
    reserved: u32,
    start: u64,
    size: usize,
}

/// A dozen CO-RE reads.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
extern "C" fn on_exec(_context: *const u8) -> i32 {
    let _ = report();
    0
}

#[inline(always)]
fn report() -> Result<(), Errno> {
    let task: *const task_struct = current_task();
    let parent = core_read!(task, task_struct, real_parent)?;
    let leader = core_read!(task, task_struct, group_leader)?;
    let signal = core_read!(task, task_struct, signal)?;
    let ids = core_read!(task, task_struct, thread_pid)?;
    let memory = core_read!(task, task_struct, mm)?;
    let process = Process {
        kind: KIND,
        pid: core_read!(task, task_struct, pid)?,
        tgid: core_read!(leader, task_struct, tgid)?,
        parent: core_read!(parent, task_struct, tgid)?,
        exit_code: core_read!(leader, task_struct, exit_code)?,
        flags: core_read!(signal, signal_struct, flags)?,
        level: core_read!(ids, pid, level)?,
        reserved: 0,
        start: core_read!(leader, task_struct, start_boottime)?,
        size: core_read!(memory, mm_struct, task_size)? as usize,
    };
    let Some(mut sample) = EVENTS.reserve::<Process>() else { return Ok(()) };
    sample.write(process);
    // SAFETY: all of it was just written.
    unsafe { sample.submit() };
    Ok(())
}

/// Sends samples of eight bytes, sixteen in the ring. Nothing else calls this system call, so whoever measures decides when.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/syscalls/sys_enter_personality")]
extern "C" fn on_fill(_context: *const u8) -> i32 {
    let mut i = 0;
    while i < BATCH {
        let Some(mut sample) = EVENTS.reserve::<u64>() else { break };
        sample.write((i << 32) | KIND as u64);
        // SAFETY: all of it was just written.
        unsafe { sample.submit() };
        i += 1;
    }
    if i < BATCH
        && let Some(dropped) = DROPPED.get(0)
    {
        // SAFETY: the value of an array, which is there for as long as the map is. The system has one processor.
        unsafe { *dropped += BATCH - i };
    }
    0
}
