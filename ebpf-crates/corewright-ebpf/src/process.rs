//! Who it was: what every program that observes processes says of them.

use crate::co_re::word_size;
use crate::core_read;
use crate::helpers::{Errno, current_cgroup_id, current_comm, current_pid_tgid, current_task, current_uid_gid};
use crate::kernel::task_struct___corewright as Task;

/// A thread and its process. Ids are those of the initial namespaces.
///
/// Made part of a reported struct, it is reported with it. There is no padding in it, which would show what was in memory before.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct ProcessHeader {
    /// The thread.
    pub pid: u32,
    /// Its process.
    pub tgid: u32,
    /// The process's parent.
    pub ppid: u32,
    /// The user id.
    pub uid: u32,
    /// The group id.
    pub gid: u32,
    /// Inode number of the process's own pid namespace, as in `/proc/<pid>/ns/pid`.
    pub pid_namespace: u32,
    /// Inode number of its folder in the unified cgroup hierarchy.
    pub cgroup_id: u64,
    /// When the process was started: nanoseconds since boot, time asleep counted.
    pub start_time: u64,
    /// The thread's name, ended by a zero.
    pub comm: [u8; 16],
}

crate::pin_layout!(
    ProcessHeader,
    size = 56,
    pid = 0,
    tgid = 4,
    ppid = 8,
    uid = 12,
    gid = 16,
    pid_namespace = 20,
    cgroup_id = 24,
    start_time = 32,
    comm = 40
);

impl ProcessHeader {
    /// Of the thread that the program interrupted, or that called what it is attached to. An error means that the kernel refused a
    /// read.
    #[inline(always)]
    pub fn current() -> Result<Self, Errno> {
        let (pid, tgid) = current_pid_tgid();
        let (uid, gid) = current_uid_gid();
        let of_process = OfProcess::of(current_task())?;
        Ok(Self {
            pid,
            tgid,
            ppid: of_process.ppid,
            uid,
            gid,
            pid_namespace: of_process.pid_namespace,
            cgroup_id: inode(current_cgroup_id()),
            start_time: of_process.start_time,
            comm: current_comm(),
        })
    }

    /// Of any thread, by its `task_struct`.
    #[inline(always)]
    pub fn of<T>(task: *const T) -> Result<Self, Errno> {
        let task: *const Task = task.cast();
        let of_process = OfProcess::of(task)?;
        let credentials = core_read!(task, cred)?;
        Ok(Self {
            pid: core_read!(task, pid)? as u32,
            tgid: core_read!(task, tgid)? as u32,
            ppid: of_process.ppid,
            uid: core_read!(credentials, uid.val)?,
            gid: core_read!(credentials, gid.val)?,
            pid_namespace: of_process.pid_namespace,
            cgroup_id: cgroup_of(task)?,
            start_time: of_process.start_time,
            comm: core_read!(task, comm)?,
        })
    }
}

/// What no helper tells, even of the current thread.
struct OfProcess {
    ppid: u32,
    pid_namespace: u32,
    start_time: u64,
}

impl OfProcess {
    #[inline(always)]
    fn of(task: *const Task) -> Result<Self, Errno> {
        let leader = core_read!(task, group_leader)?;
        Ok(Self {
            ppid: core_read!(leader, real_parent.tgid)? as u32,
            pid_namespace: active_pid_namespace(task)?,
            start_time: core_read!(leader, start_boottime)?,
        })
    }
}

/// The inode number of the pid namespace that the thread lives in: the deepest one, which is the last of `pid.numbers`.
/// (`nsproxy.pid_ns_for_children` is another one after `unshare(2)`, and `nsproxy` is gone when a thread exits.)
#[inline(always)]
fn active_pid_namespace(task: *const Task) -> Result<u32, Errno> {
    let ids = core_read!(task, thread_pid)?;
    let level = core_read!(ids, level)?;
    core_read!(ids, numbers[level].ns.ns.inum)
}

/// The cgroup of any thread, by its `task_struct`: the inode number of its folder in the unified hierarchy.
#[inline(always)]
pub fn cgroup_of<T>(task: *const T) -> Result<u64, Errno> {
    let task: *const Task = task.cast();
    Ok(inode(core_read!(task, cgroups.dfl_cgrp.kn.id)?))
}

/// The inode number that user space sees for the id of a cgroup's folder: all of it, or on 32-bit kernels its lower half.
#[inline(always)]
pub(crate) fn inode(id: u64) -> u64 {
    if word_size() == 4 { id & u64::from(u32::MAX) } else { id }
}
