//! Calls into the kernel: the helpers of `include/uapi/linux/bpf.h`, by the numbers given there.
//!
//! A helper call is a call to an address below 4096: LLVM's BPF backend turns it into `call <number>`.

use core::mem::transmute;

/// A negated errno, as helpers return it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Errno(pub i64);

impl Errno {
    /// Success for zero and above, an error for what is negative.
    #[inline(always)]
    pub fn check(result: impl Into<i64>) -> Result<u64, Errno> {
        let result = result.into();
        if result < 0 { Err(Errno(result)) } else { Ok(result as u64) }
    }
}

macro_rules! helper {
    ($(#[$meta:meta])* $id:literal => $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {
        $(#[$meta])*
        #[inline(always)]
        $visibility unsafe fn $name($($argument: $type),*) $(-> $result)? {
            type Helper = unsafe extern "C" fn($($type),*) $(-> $result)?;
            // SAFETY: the number stands for a helper of exactly this signature; the verifier checks each argument again.
            let helper: Helper = unsafe { transmute::<usize, Helper>($id) };
            // SAFETY: what the helper asks of its arguments is the caller's promise.
            unsafe { helper($($argument),*) }
        }
    };
}

helper! {
    /// `bpf_map_lookup_elem`: the value's address, or null.
    1 => pub(crate) fn map_lookup_elem(map: *const u8, key: *const u8) -> *mut u8
}
// What changes a map returns 32 bits: before 6.4, kernels that compile such a call into the map's own function leave the upper half
// of the register as that function left it, and an error would not look negative.
helper! {
    /// `bpf_map_update_elem`.
    2 => pub(crate) fn map_update_elem(map: *const u8, key: *const u8, value: *const u8, flags: u64) -> i32
}
helper! {
    /// `bpf_map_delete_elem`.
    3 => pub(crate) fn map_delete_elem(map: *const u8, key: *const u8) -> i32
}
helper! { 5 => fn ktime_get_ns() -> u64 }
helper! {
    /// `bpf_tail_call` (4.2).
    12 => pub(crate) fn tail_call(context: *const u8, programs: *const u8, index: u32) -> i64
}
helper! { 14 => fn get_current_pid_tgid() -> u64 }
helper! { 15 => fn get_current_uid_gid() -> u64 }
helper! { 16 => fn get_current_comm(buffer: *mut u8, size: u32) -> i64 }
helper! {
    /// `bpf_perf_event_output` (4.4).
    25 => pub(crate) fn perf_event_output(context: *const u8, map: *const u8, flags: u64, data: *const u8, size: u64) -> i64
}
helper! {
    /// `bpf_get_stackid` (4.6).
    27 => pub(crate) fn get_stackid(context: *const u8, map: *const u8, flags: u64) -> i64
}
helper! { 35 => fn get_current_task() -> u64 }
helper! {
    /// `bpf_redirect_map` (4.14).
    51 => pub(crate) fn redirect_map(map: *const u8, key: u64, flags: u64) -> i64
}
helper! { 80 => fn get_current_cgroup_id() -> u64 }
helper! {
    /// `bpf_map_push_elem` (4.20).
    87 => pub(crate) fn map_push_elem(map: *const u8, value: *const u8, flags: u64) -> i32
}
helper! {
    /// `bpf_map_pop_elem` (4.20).
    88 => pub(crate) fn map_pop_elem(map: *const u8, value: *mut u8) -> i32
}
helper! {
    /// `bpf_map_peek_elem` (4.20).
    89 => pub(crate) fn map_peek_elem(map: *const u8, value: *mut u8) -> i32
}
helper! {
    /// `bpf_sk_storage_get` (5.2).
    107 => pub(crate) fn sk_storage_get(map: *const u8, socket: *const u8, value: *const u8, flags: u64) -> *mut u8
}
helper! {
    /// `bpf_probe_read_kernel` (5.5): copies `size` bytes from a kernel address, or fills the destination with zeroes
    /// and returns a negated errno.
    ///
    /// # Safety
    /// `destination` must be valid for writes of `size` bytes. The source may be anything: a fault is an error.
    113 => pub fn probe_read_kernel(destination: *mut u8, size: u32, source: u64) -> i64
}
helper! {
    /// `bpf_probe_read_kernel_str` (5.5): copies a string of at most `size` bytes, its terminating zero included (always
    /// written), and returns its length with it, or a negated errno.
    ///
    /// # Safety
    /// `destination` must be valid for writes of `size` bytes. The source may be anything: a fault is an error.
    115 => pub fn probe_read_kernel_str(destination: *mut u8, size: u32, source: u64) -> i64
}
helper! {
    /// `bpf_ringbuf_reserve` (5.8).
    131 => pub(crate) fn ringbuf_reserve(map: *const u8, size: u64, flags: u64) -> *mut u8
}
helper! {
    /// `bpf_ringbuf_submit` (5.8).
    132 => pub(crate) fn ringbuf_submit(sample: *mut u8, flags: u64)
}
helper! {
    /// `bpf_ringbuf_discard` (5.8).
    133 => pub(crate) fn ringbuf_discard(sample: *mut u8, flags: u64)
}

helper! {
    /// `bpf_inode_storage_get` (5.10).
    145 => pub(crate) fn inode_storage_get(map: *const u8, inode: *const u8, value: *const u8, flags: u64) -> *mut u8
}
helper! {
    /// `bpf_task_storage_get` (5.11).
    156 => pub(crate) fn task_storage_get(map: *const u8, task: *const u8, value: *const u8, flags: u64) -> *mut u8
}
helper! { 158 => fn get_current_task_btf() -> u64 }
helper! {
    /// `bpf_cgrp_storage_get` (6.2).
    210 => pub(crate) fn cgrp_storage_get(map: *const u8, cgroup: *const u8, value: *const u8, flags: u64) -> *mut u8
}

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

/// Copies a string from the kernel's memory, and gives it without its end; cut off where the buffer ends.
#[inline(always)]
pub fn read_kernel_str<const N: usize>(source: *const u8, buffer: &mut [u8; N]) -> Result<&[u8], Errno> {
    // SAFETY: the buffer has the size that is given.
    let read = unsafe { probe_read_kernel_str(buffer.as_mut_ptr(), N as u32, source as u64) };
    text_in(buffer, read)
}

/// What a helper wrote into a buffer, of which it says how long it is with its end.
#[inline(always)]
pub(crate) fn text_in<const N: usize>(buffer: &[u8; N], written: i64) -> Result<&[u8], Errno> {
    let length = (Errno::check(written)? as usize).wrapping_sub(1);
    // Never so; but the verifier does not know it.
    if length >= N {
        return Ok(&[]);
    }
    // SAFETY: it is less than the buffer.
    Ok(unsafe { core::slice::from_raw_parts(buffer.as_ptr(), length) })
}
