//! The helpers as they are, by number.

use core::mem::transmute;

macro_rules! helper {
    ($(#[$meta:meta])* $id:literal => $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {
        $(#[$meta])*
        // SAFETY: the arguments are what the helper asks for.
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
helper! { 5 => pub(crate) fn ktime_get_ns() -> u64 }
helper! {
    /// `bpf_tail_call` (4.2).
    12 => pub(crate) fn tail_call(context: *const u8, programs: *const u8, index: u32) -> i64
}
helper! { 14 => pub(crate) fn get_current_pid_tgid() -> u64 }
helper! { 15 => pub(crate) fn get_current_uid_gid() -> u64 }
helper! { 16 => pub(crate) fn get_current_comm(buffer: *mut u8, size: u32) -> i64 }
helper! {
    /// `bpf_perf_event_output` (4.4).
    25 => pub(crate) fn perf_event_output(context: *const u8, map: *const u8, flags: u64, data: *const u8, size: u64) -> i64
}
helper! {
    /// `bpf_get_stackid` (4.6).
    27 => pub(crate) fn get_stackid(context: *const u8, map: *const u8, flags: u64) -> i64
}
helper! { 35 => pub(crate) fn get_current_task() -> u64 }
helper! {
    /// `bpf_redirect_map` (4.14).
    51 => pub(crate) fn redirect_map(map: *const u8, key: u64, flags: u64) -> i64
}
helper! { 80 => pub(crate) fn get_current_cgroup_id() -> u64 }
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
helper! { 158 => pub(crate) fn get_current_task_btf() -> u64 }
helper! {
    /// `bpf_cgrp_storage_get` (6.2).
    210 => pub(crate) fn cgrp_storage_get(map: *const u8, cgroup: *const u8, value: *const u8, flags: u64) -> *mut u8
}

helper! { 7 => pub(crate) fn get_prandom_u32() -> u32 }
helper! { 8 => pub(crate) fn get_smp_processor_id() -> u32 }
helper! { 9 => pub(crate) fn skb_store_bytes(packet: *mut u8, offset: u32, from: *const u8, size: u32, flags: u64) -> i64 }
helper! { 10 => pub(crate) fn l3_csum_replace(packet: *mut u8, offset: u32, from: u64, to: u64, flags: u64) -> i64 }
helper! { 11 => pub(crate) fn l4_csum_replace(packet: *mut u8, offset: u32, from: u64, to: u64, flags: u64) -> i64 }
helper! { 13 => pub(crate) fn clone_redirect(packet: *mut u8, ifindex: u32, flags: u64) -> i64 }
helper! { 23 => pub(crate) fn raw_redirect(ifindex: u32, flags: u64) -> i64 }
helper! { 26 => pub(crate) fn skb_load_bytes(packet: *const u8, offset: u32, to: *mut u8, size: u32) -> i64 }
helper! { 38 => pub(crate) fn skb_change_tail(packet: *mut u8, size: u32, flags: u64) -> i64 }
helper! { 39 => pub(crate) fn skb_pull_data(packet: *mut u8, size: u32) -> i64 }
helper! { 44 => pub(crate) fn xdp_adjust_head(context: *mut u8, bytes: i32) -> i64 }
helper! { 46 => pub(crate) fn get_socket_cookie(context: *mut u8) -> u64 }
helper! { 47 => pub(crate) fn get_socket_uid(packet: *mut u8) -> u32 }
helper! { 50 => pub(crate) fn skb_adjust_room(packet: *mut u8, bytes: i32, mode: u32, flags: u64) -> i64 }
helper! { 54 => pub(crate) fn xdp_adjust_meta(context: *mut u8, bytes: i32) -> i64 }
helper! { 59 => pub(crate) fn sock_ops_cb_flags_set(context: *mut u8, flags: u32) -> i64 }
helper! { 61 => pub(crate) fn msg_apply_bytes(context: *mut u8, bytes: u32) -> i64 }
helper! { 65 => pub(crate) fn xdp_adjust_tail(context: *mut u8, bytes: i32) -> i64 }
helper! { 67 => pub(crate) fn raw_get_stack(context: *mut u8, buffer: *mut u8, size: u32, flags: u64) -> i64 }
helper! { 79 => pub(crate) fn skb_cgroup_id(packet: *mut u8) -> u64 }
helper! {
    /// `bpf_get_local_storage` (4.19): for the storage of cgroups that programs are attached to.
    81 => pub(crate) fn get_local_storage(map: *const u8, flags: u64) -> *mut u8
}
helper! { 83 => pub(crate) fn skb_ancestor_cgroup_id(packet: *mut u8, level: i32) -> u64 }
helper! { 101 => pub(crate) fn sysctl_get_name(context: *mut u8, buffer: *mut u8, size: u64, flags: u64) -> i32 }
helper! { 108 => pub(crate) fn sk_storage_delete(map: *const u8, socket: *const u8) -> i64 }
helper! { 109 => pub(crate) fn raw_send_signal(signal: u32) -> i64 }
helper! {
    /// `bpf_probe_read_user` (5.5): copies `size` bytes from an address of the current process, or fills the destination with zeroes
    /// and returns a negated errno.
    112 => pub(crate) fn probe_read_user(destination: *mut u8, size: u32, source: u64) -> i64
}
helper! {
    /// `bpf_probe_read_user_str` (5.5): as `probe_read_kernel_str`, from an address of the current process.
    114 => pub(crate) fn probe_read_user_str(destination: *mut u8, size: u32, source: u64) -> i64
}
helper! { 123 => pub(crate) fn get_current_ancestor_cgroup_id(level: i32) -> u64 }
helper! { 125 => pub(crate) fn ktime_get_boot_ns() -> u64 }
helper! { 127 => pub(crate) fn seq_write(file: *const u8, data: *const u8, size: u32) -> i64 }
helper! {
    /// `bpf_ringbuf_output` (5.8).
    130 => pub(crate) fn ringbuf_output(map: *const u8, data: *const u8, size: u64, flags: u64) -> i64
}
helper! {
    /// `bpf_ringbuf_query` (5.8).
    134 => pub(crate) fn ringbuf_query(map: *const u8, flags: u64) -> u64
}
helper! { 146 => pub(crate) fn inode_storage_delete(map: *const u8, inode: *const u8) -> i64 }
helper! {
    /// `bpf_copy_from_user` (5.10): a negated errno, and zeroes, where it fails.
    148 => pub(crate) fn raw_copy_from_user(destination: *mut u8, size: u32, source: u64) -> i32
}
helper! { 147 => pub(crate) fn raw_d_path(path: *const u8, buffer: *mut u8, size: u32) -> i64 }
helper! { 157 => pub(crate) fn task_storage_delete(map: *const u8, task: *const u8) -> i64 }
helper! {
    /// `bpf_get_attach_cookie` (5.15).
    174 => pub(crate) fn get_attach_cookie(context: *mut u8) -> u64
}
helper! { 187 => pub(crate) fn raw_set_retval(value: i32) -> i64 }
helper! {
    /// `bpf_xdp_get_buff_len` (5.18).
    188 => pub(crate) fn xdp_get_buff_len(context: *mut u8) -> u64
}
helper! {
    /// `bpf_dynptr_read` (5.19).
    201 => pub(crate) fn dynptr_read(to: *mut u8, size: u32, from: *const u8, offset: u32, flags: u64) -> i64
}
helper! {
    /// `bpf_user_ringbuf_drain` (6.1).
    209 => pub(crate) fn user_ringbuf_drain(map: *const u8, callback: *const u8, context: *mut u8, flags: u64) -> i64
}
helper! { 211 => pub(crate) fn cgrp_storage_delete(map: *const u8, cgroup: *const u8) -> i64 }
helper! { 52 => pub(crate) fn sk_redirect_map(packet: *mut u8, map: *const u8, key: u32, flags: u64) -> i64 }
helper! { 53 => pub(crate) fn sock_map_update(context: *mut u8, map: *const u8, key: *const u8, flags: u64) -> i32 }
helper! { 60 => pub(crate) fn msg_redirect_map(context: *mut u8, map: *const u8, key: u32, flags: u64) -> i64 }
helper! { 70 => pub(crate) fn sock_hash_update(context: *mut u8, map: *const u8, key: *const u8, flags: u64) -> i32 }
helper! { 71 => pub(crate) fn msg_redirect_hash(context: *mut u8, map: *const u8, key: *const u8, flags: u64) -> i64 }
helper! { 72 => pub(crate) fn sk_redirect_hash(packet: *mut u8, map: *const u8, key: *const u8, flags: u64) -> i64 }
helper! { 82 => pub(crate) fn sk_select_reuseport(context: *mut u8, map: *const u8, key: *const u8, flags: u64) -> i32 }
helper! { 37 => pub(crate) fn current_task_under_cgroup(map: *const u8, index: u32) -> i64 }
helper! { 68 => pub(crate) fn skb_load_bytes_relative(packet: *const u8, offset: u32, to: *mut u8, size: u32, start: u32) -> i64 }
