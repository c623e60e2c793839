//! Whom a program looks at: one filter for each object, which the loader sets before it loads it.
//!
//! ```ignore
//! if !filter::admits_current() {
//!     return Ok(());
//! }
//! ```
//!
//! The filter is a constant that user space can't change any more once the program runs, and that the verifier knows: what was left
//! unset is dead code to it, and costs nothing. Objects that ask for no filter don't have it.

use core::ptr;

use crate::helpers::{Errno, current_cgroup_id, current_comm, current_pid_tgid, current_task, current_uid_gid};
use crate::kernel::{cgroup___corewright as Cgroup, task_struct___corewright as Task};
use crate::process::inode;
use crate::{core_read, core_read_str};

/// Who is admitted: whoever fits all that is set. All zeroes admit everybody.
#[repr(C)]
pub struct Filter {
    /// The process id, as the initial pid namespace numbers it; 0 for any.
    pub pid: u32,
    /// The user id, if [`has_uid`](Self::has_uid) is 1.
    pub uid: u32,
    /// Whether the user id matters, for 0 is one.
    pub has_uid: u32,
    /// Zero.
    pub reserved: u32,
    /// A cgroup of the unified hierarchy, by the inode number of its folder: what is in it or in one below it; 0 for any.
    pub cgroup_id: u64,
    /// The thread's name, filled up with zeroes; empty for any.
    pub comm: [u8; 16],
}

/// The filter of this object.
#[unsafe(no_mangle)]
pub static COREWRIGHT_FILTER: Filter = Filter { pid: 0, uid: 0, has_uid: 0, reserved: 0, cgroup_id: 0, comm: [0; 16] };

/// How many cgroups up from a thread's own one are compared with the one that is asked for.
const CGROUP_LEVELS: u32 = 8;

/// Reads a part of the filter.
macro_rules! wanted {
    ($field:ident) => {
        crate::constant(&COREWRIGHT_FILTER.$field)
    };
}

/// Whether the thread that the program interrupted, or that called what it is attached to, is to be looked at. Where the kernel
/// refuses to tell, it is not.
#[inline(always)]
pub fn admits_current() -> bool {
    admits_pid(|| Ok(current_pid_tgid().1))
        && admits_uid(|| Ok(current_uid_gid().0))
        && admits_comm(|| Ok(current_comm()))
        && (wanted!(cgroup_id) == 0
            || wanted_cgroup() == inode(current_cgroup_id())
            || is_in_cgroup(current_task()).unwrap_or(false))
}

/// Whether nothing is set, so that even what is no process's is to be looked at.
#[inline(always)]
pub fn admits_everybody() -> bool {
    wanted!(pid) == 0 && wanted!(has_uid) == 0 && wanted!(cgroup_id) == 0 && wanted_comm().0 == 0
}

/// Whether a thread is to be looked at, by its `task_struct`.
#[inline(always)]
pub fn admits<T>(task: *const T) -> bool {
    let task: *const Task = task.cast();
    admits_pid(|| Ok(core_read!(task, tgid)? as u32))
        && admits_uid(|| core_read!(task, cred.uid.val))
        && admits_comm(|| comm_of(task))
        && (wanted!(cgroup_id) == 0 || is_in_cgroup(task).unwrap_or(false))
}

#[inline(always)]
fn admits_pid(pid: impl Fn() -> Result<u32, Errno>) -> bool {
    wanted!(pid) == 0 || pid().is_ok_and(|pid| pid == wanted!(pid))
}

#[inline(always)]
fn admits_uid(uid: impl Fn() -> Result<u32, Errno>) -> bool {
    wanted!(has_uid) == 0 || uid().is_ok_and(|uid| uid == wanted!(uid))
}

#[inline(always)]
fn admits_comm(comm: impl Fn() -> Result<[u8; 16], Errno>) -> bool {
    let (first, second) = wanted_comm();
    first == 0
        || comm().is_ok_and(|comm| {
            // SAFETY: 16 bytes of any kind are two numbers.
            let [is_first, is_second] = unsafe { core::mem::transmute::<[u8; 16], [u64; 2]>(comm) };
            is_first == first && is_second == second
        })
}

/// The name as two numbers, which the verifier knows as it would not know 16 bytes.
#[inline(always)]
fn wanted_comm() -> (u64, u64) {
    let wanted: *const u64 = (&raw const COREWRIGHT_FILTER.comm).cast();
    // SAFETY: 16 bytes, which begin at a multiple of eight.
    unsafe { (ptr::read_volatile(wanted), ptr::read_volatile(wanted.add(1))) }
}

/// Filled up with zeroes: before 5.17, what an earlier and longer name left behind may follow the end of the name.
#[inline(always)]
fn comm_of(task: *const Task) -> Result<[u8; 16], Errno> {
    let mut comm = [0; 16];
    core_read_str!(task, comm, &mut comm)?;
    Ok(comm)
}

/// Loaders that ask for a folder's id rather than for its inode number have all of it, also on 32-bit kernels.
#[inline(always)]
fn wanted_cgroup() -> u64 {
    inode(wanted!(cgroup_id))
}

/// A container's processes may be in cgroups below the container's own.
#[inline(always)]
fn is_in_cgroup(task: *const Task) -> Result<bool, Errno> {
    let mut cgroup: *const Cgroup = core_read!(task, cgroups.dfl_cgrp)?;
    for _ in 0..CGROUP_LEVELS {
        if inode(core_read!(cgroup, kn.id)?) == wanted_cgroup() {
            return Ok(true);
        }
        let parent = core_read!(cgroup, self_.parent)?;
        if parent.is_null() {
            return Ok(false);
        }
        cgroup = core_read!(parent, cgroup)?;
    }
    Ok(false)
}
