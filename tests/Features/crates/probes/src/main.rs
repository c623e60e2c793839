//! One program for each kind of probe, each with a counter of its own.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::atomic_add;
use corewright_ebpf::helpers::copy_from_user;
use corewright_ebpf::macros::{
    kprobe, kretprobe, kretsyscall, ksyscall, perf_event, raw_tracepoint, tracepoint, uprobe, uretprobe, xdp,
};
use corewright_ebpf::programs::*;

corewright_ebpf::license!("GPL");

/// Declares counters.
macro_rules! counters {
    ($($name:ident)*) => { $(
        #[unsafe(no_mangle)]
        static mut $name: u64 = 0;
    )* };
}

/// Adds to one.
macro_rules! add {
    ($counter:ident, $count:expr) => {
        // SAFETY: memory of the object's own.
        unsafe { atomic_add(&raw mut $counter, $count) }
    };
}

/// A program with an attribute that adds one to a counter.
macro_rules! counts {
    ($($attribute:ident $(($($form:tt)*))?: $context:ident => $function:ident, $counter:ident;)*) => { $(
        counters!($counter);

        #[$attribute $(($($form)*))?]
        fn $function(_context: $context) {
            add!($counter, 1);
        }
    )* };
}

counts! {
    kprobe(function = "vfs_unlink"): ProbeContext => on_kprobe, KPROBES;
    kretprobe(function = "vfs_unlink"): RetProbeContext => on_kretprobe, KRETPROBES;
    kprobe: ProbeContext => on_old_kprobe, OLD_KPROBES;
    kretprobe: RetProbeContext => on_old_kretprobe, OLD_KRETPROBES;
    ksyscall(name = "execve"): SyscallContext => on_syscall, SYSCALLS;
    kretsyscall(name = "execve"): RetProbeContext => on_syscall_return, SYSCALL_RETURNS;
    kprobe(multi = "vfs_*dir"): ProbeContext => on_kprobe_multi, KPROBES_MULTI;
    kretprobe(multi = "vfs_*dir"): RetProbeContext => on_kretprobe_multi, KRETPROBES_MULTI;
    kprobe(multi = "vfs_rmdir"): ProbeContext => on_kprobe_multi_single, KPROBES_MULTI_SINGLE;
    kprobe(session = "vfs_*dir"): ProbeContext => on_kprobe_session, KPROBE_SESSIONS;
    uprobe(path = "/job/probed", function = "answer"): ProbeContext => on_uprobe, UPROBES;
    uretprobe(path = "/job/probed", function = "answer"): RetProbeContext => on_uretprobe, URETPROBES;
    uprobe(path = "/job/probed", function = "answer", offset = 4): ProbeContext => on_uprobe_inside, UPROBES_INSIDE;
    uprobe(path = "/job/probed", function = "answer", sleepable): ProbeContext => on_sleepable_uprobe, SLEEPABLE_UPROBES;
    uprobe: ProbeContext => on_library, LIBRARY_UPROBES;
    uprobe(path = "/job/probed", multi = "answer*"): ProbeContext => on_uprobe_multi, UPROBES_MULTI;
    uretprobe(path = "/job/probed", multi = "answer*"): RetProbeContext => on_uretprobe_multi, URETPROBES_MULTI;
    uprobe(path = "/job/probed", session = "answer*"): ProbeContext => on_uprobe_session, UPROBE_SESSIONS;
    perf_event: PerfEventContext => on_perf_event, PERF_EVENTS;
    raw_tracepoint(tracepoint = "sched_process_exit"): RawTracePointContext => on_raw_exit, RAW_EXITS;
    kprobe(function = "veth:veth_newlink"): ProbeContext => on_module_kprobe, MODULE_KPROBES;
    kretprobe(function = "veth:veth_newlink"): RetProbeContext => on_module_kretprobe, MODULE_KRETPROBES;
}

counters!(RAW_TRACEPOINTS TESTS COOKIE SLEEPABLE_CALLS SLEEPABLE_RAW_CALLS);

// The other name of the section.
corewright_ebpf::program!(
    "raw_tracepoint/sched_process_exec",
    RawTracePointContext,
    fn on_raw_tracepoint(_context: RawTracePointContext) {
        add!(RAW_TRACEPOINTS, 1);
    }
);

#[xdp]
fn on_frame(_context: XdpContext) -> XdpAction {
    XdpAction::Pass
}

/// What it was attached with (5.15).
#[kprobe(function = "vfs_unlink")]
fn on_cookie(context: ProbeContext) {
    // SAFETY: memory of the object's own.
    unsafe { (&raw mut COOKIE).write_volatile(context.cookie()) };
}

/// The one argument is what a test run ends with, and may be written: it becomes -EDOM (5.2).
#[raw_tracepoint(tracepoint = "bpf_test_finish", writable)]
fn on_test(context: RawTracePointContext) {
    let result: *mut i32 = context.arg(0);
    // SAFETY: the kernel hands over a pointer to its own number.
    unsafe { result.write_volatile(-33) };
    add!(TESTS, 1);
}

/// Whether the process that runs is one of this suite's own: at the address where its linker puts programs there is an ELF header.
#[inline(always)]
fn is_own() -> bool {
    // 64 and 32 bits have another address.
    [0x20_0000, 0x1_0000].into_iter().any(|address: usize| copy_from_user(address as *const u8) == Ok(0x7f))
}

#[tracepoint(category = "syscalls", name = "sys_enter_exit_group", sleepable)]
fn on_sleepable_tracepoint(_context: TracePointContext) {
    if is_own() {
        add!(SLEEPABLE_CALLS, 1);
    }
}

#[raw_tracepoint(tracepoint = "sys_enter", sleepable)]
fn on_sleepable_raw(_context: RawTracePointContext) {
    if is_own() {
        add!(SLEEPABLE_RAW_CALLS, 1);
    }
}
