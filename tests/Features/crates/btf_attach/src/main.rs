//! Programs whose place is a type in the kernel's BTF: tracepoints with typed arguments, functions' entries and returns, functions'
//! results, and security hooks.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::core_load;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::{btf_tracepoint, fentry, fexit, fmod_ret, lsm, lsm_cgroup};
use corewright_ebpf::programs::*;

corewright_ebpf::license!("GPL");

corewright_ebpf::kernel_types! {
    struct sockaddr {
        sa_family: u16,
    }
}

macro_rules! counters {
    ($($name:ident)*) => {
        $(
            #[unsafe(no_mangle)]
            static mut $name: i64 = 0;
        )*
    };
}

counters!(FORKS ENTERED ENTERED_SLEEPABLE COOKIE LEFT CHILD MADE REMOVED MODIFIED MODE DENIED OPENED BOUND FAMILY);

macro_rules! set {
    ($name:ident, $value:expr) => {{
        let value = $value;
        // SAFETY: memory of the object's own.
        unsafe { (&raw mut $name).write_volatile(value) }
    }};
}

macro_rules! count {
    ($name:ident) => {
        // SAFETY: memory of the object's own; a lost count does no harm.
        set!($name, unsafe { (&raw const $name).read_volatile() } + 1)
    };
}

#[btf_tracepoint(function = "sched_process_fork")]
fn on_fork(_context: BtfTracePointContext) {
    count!(FORKS);
}

#[fentry(function = "kernel_clone")]
fn on_entry(_context: FEntryContext) {
    count!(ENTERED);
}

#[fentry(function = "__x64_sys_getcwd", sleepable)]
fn on_entry_sleepable(_context: FEntryContext) {
    count!(ENTERED_SLEEPABLE);
}

#[fentry(function = "kernel_clone")]
fn on_cookie(context: FEntryContext) {
    set!(COOKIE, context.cookie().cast_signed());
}

/// The one argument is followed by the result: the new process.
#[fexit(function = "kernel_clone")]
fn on_exit(context: FExitContext) {
    count!(LEFT);
    set!(CHILD, context.ret(1));
}

#[fentry(function = "veth_newlink")]
fn on_make(_context: FEntryContext) {
    count!(MADE);
}

#[fexit(function = "veth:veth_dellink")]
fn on_remove(_context: FExitContext) {
    count!(REMOVED);
}

/// What it returns other than zero is what the function returns, which is not even called then.
#[fmod_ret(function = "security_inode_mkdir")]
fn on_result(context: FModRetContext) -> LsmDecision {
    count!(MODIFIED);
    set!(MODE, i64::from(context.arg::<u16>(2)));
    LsmDecision::Deny(Errno::EROFS)
}

#[lsm(hook = "inode_mkdir")]
fn on_mkdir(_context: LsmContext) -> LsmDecision {
    count!(DENIED);
    LsmDecision::Deny(Errno::EPERM)
}

#[lsm(hook = "file_open", sleepable)]
fn on_open(_context: LsmContext) -> LsmDecision {
    count!(OPENED);
    LsmDecision::Allow
}

/// Of a cgroup.
#[lsm_cgroup(hook = "socket_bind")]
fn on_bind(context: LsmContext) -> CgroupDecision {
    count!(BOUND);
    let address: *const sockaddr = context.arg(1);
    set!(FAMILY, i64::from(core_load!(address, sa_family)));
    CgroupDecision::Allow
}
