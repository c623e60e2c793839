//! Calls into the kernel: the helpers of `include/uapi/linux/bpf.h`, by the numbers given there.
//!
//! Those that can't go wrong are safe functions here; what is `unsafe` says what the caller has to know.
//!
//! A helper call is a call to an address below 4096: LLVM's BPF backend turns it into `call <number>`.

mod errno;
mod memory;
mod raw;

pub use errno::Errno;
pub use memory::*;
pub(crate) use raw::*;
pub use raw::{probe_read_kernel, probe_read_kernel_str};

use crate::programs::Direction;

/// Nanoseconds since boot, time asleep not counted.
#[inline(always)]
pub fn monotonic_ns() -> u64 {
    // SAFETY: takes no arguments.
    unsafe { ktime_get_ns() }
}

/// The current task's thread id and process id (`pid` and `tgid` in the kernel), as the initial pid namespace numbers them.
#[inline(always)]
pub fn current_pid_tgid() -> (u32, u32) {
    // SAFETY: takes no arguments.
    let both = unsafe { get_current_pid_tgid() };
    (both as u32, (both >> 32) as u32)
}

/// The current task's user id, as the initial user namespace numbers it.
#[inline(always)]
pub fn current_uid() -> u32 {
    // SAFETY: takes no arguments.
    unsafe { get_current_uid_gid() as u32 }
}

/// The current task's user id and group id, as the initial user namespace numbers them.
#[inline(always)]
pub fn current_uid_gid() -> (u32, u32) {
    // SAFETY: takes no arguments.
    let both = unsafe { get_current_uid_gid() };
    (both as u32, (both >> 32) as u32)
}

/// The current task's name, padded with zeroes; all zeroes if the kernel refuses.
#[inline(always)]
pub fn current_comm() -> [u8; 16] {
    let mut comm = [0; 16];
    // SAFETY: the buffer has the size that is given.
    unsafe { get_current_comm(comm.as_mut_ptr(), 16) };
    comm
}

/// The address of the current `task_struct`; only for reading through [`core_read!`](crate::core_read).
#[inline(always)]
pub fn current_task<T>() -> *const T {
    // SAFETY: takes no arguments.
    unsafe { get_current_task() as usize as *const T }
}

/// The current `task_struct`, as a pointer that the verifier knows for what it is (5.11): for [`TaskStorage`](crate::maps::TaskStorage).
#[inline(always)]
pub fn current_task_btf<T>() -> *const T {
    // SAFETY: takes no arguments.
    unsafe { get_current_task_btf() as usize as *const T }
}

/// The id of the current task's cgroup in the unified hierarchy: the inode number of its folder.
#[inline(always)]
pub fn current_cgroup_id() -> u64 {
    // SAFETY: takes no arguments.
    unsafe { get_current_cgroup_id() }
}

/// Nanoseconds since boot, time asleep counted.
#[inline(always)]
pub fn boot_ns() -> u64 {
    // SAFETY: takes no arguments.
    unsafe { ktime_get_boot_ns() }
}

/// The number of the CPU that this runs on.
#[inline(always)]
pub fn cpu() -> u32 {
    // SAFETY: takes no arguments.
    unsafe { get_smp_processor_id() }
}

/// A number that can't be told beforehand; not for secrets.
#[inline(always)]
pub fn random() -> u32 {
    // SAFETY: takes no arguments.
    unsafe { get_prandom_u32() }
}

/// The id of the ancestor, at a level, of the current task's cgroup in the unified hierarchy; level 0 is the root.
#[inline(always)]
pub fn current_ancestor_cgroup_id(level: i32) -> u64 {
    // SAFETY: takes no pointers.
    unsafe { get_current_ancestor_cgroup_id(level) }
}

/// Sends a signal to the current process (5.3).
#[inline(always)]
pub fn send_signal(signal: u32) -> Result<(), Errno> {
    // SAFETY: takes no pointers.
    Errno::check(unsafe { raw_send_signal(signal) }).map(drop)
}

/// Says with which error a call that a cgroup's program denies fails (5.18).
#[inline(always)]
pub fn set_return_value(error: Errno) -> Result<(), Errno> {
    // SAFETY: takes no pointers.
    Errno::check(unsafe { raw_set_retval(error.0 as i32) }).map(drop)
}

/// Has the packet of an XDP or TC program sent to an interface; returns what the program has to return.
#[inline(always)]
pub(crate) fn redirect(ifindex: u32, direction: Direction) -> i64 {
    // SAFETY: takes no pointers.
    unsafe { raw_redirect(ifindex, direction as u64) }
}

/// The address of a `T` between two others.
#[inline(always)]
pub(crate) fn packet_pointer<T>(start: usize, end: usize, offset: usize) -> Option<*const T> {
    let place = start.wrapping_add(offset);
    if place.wrapping_add(size_of::<T>()) > end { None } else { Some(place as *const T) }
}
