//! What every event starts with.

use corewright_ebpf::helpers::{Errno, current_cgroup_id, current_comm, current_pid_tgid, current_uid};
use corewright_ebpf::{core_offset, core_read, core_type_size};
use execwatch_types::{EventHeader, EventKind};

use crate::kernel::{pid, pid_namespace, task_struct, upid};

/// The header for the current task.
#[inline(always)]
pub fn of(task: *const task_struct, kind: EventKind) -> Result<EventHeader, Errno> {
    let (pid, tgid) = current_pid_tgid();
    let leader = core_read!(task, task_struct, group_leader)?;
    let parent = core_read!(leader, task_struct, real_parent)?;
    Ok(EventHeader {
        kind,
        pid,
        tgid,
        ppid: core_read!(parent, task_struct, tgid)? as u32,
        uid: current_uid(),
        pid_namespace: active_pid_namespace(task)?,
        cgroup_id: current_cgroup_id(),
        start_time: core_read!(leader, task_struct, start_boottime)?,
        comm: current_comm(),
    })
}

/// The inode number of the pid namespace that the task lives in: the deepest one, which is the last of `pid.numbers`.
/// (`nsproxy.pid_ns_for_children` is another one after `unshare(2)`, and `nsproxy` is gone when a task exits.)
#[inline(always)]
fn active_pid_namespace(task: *const task_struct) -> Result<u32, Errno> {
    let ids = core_read!(task, task_struct, thread_pid)?;
    let level = core_read!(ids, pid, level)? as usize;
    let first = ids as usize + core_offset!(pid, numbers);
    let last = (first + level * core_type_size!(upid)) as *const upid;
    let namespace = core_read!(last, upid, ns)?;
    core_read!(namespace, pid_namespace, ns.inum)
}
