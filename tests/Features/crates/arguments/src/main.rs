//! What programs are given, by type: arguments and results of functions and system calls, records of tracepoints, kernel objects.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::co_re::word_size;
use corewright_ebpf::helpers::{Errno, read_user, read_user_str};
use corewright_ebpf::macros::{
    btf_tracepoint, fentry, fexit, iter, kprobe, kretprobe, kretsyscall, ksyscall, lsm, perf_event, raw_tracepoint,
    tracepoint, uprobe, uretprobe,
};
use corewright_ebpf::programs::*;
use corewright_ebpf::{
    atomic_add, constant, context_load, core_field_exists, core_load, core_read, core_read_bitfield, core_read_str,
    core_type_id, core_type_matches,
};

corewright_ebpf::license!("GPL");

corewright_ebpf::kernel_types! {
    struct task_struct {
        tgid: i32,
        real_parent: *const task_struct,
        comm: [u8; 16],
    }

    /// As it was up to 5.13.
    struct task_struct___old {
        state: usize,
    }

    /// As it is since.
    struct task_struct___new {
        __state: u32,
    }

    struct upid {
        ns: *const pid_namespace,
    }

    struct pid_namespace {
        level: u32,
    }

    /// As it never was.
    struct upid___other {
        ns: *const task_struct,
    }

    struct linux_binprm {
        filename: *const u8,
    }

    struct trace_event_raw_sched_process_exec {
        __data_loc_filename: u32,
        pid: i32,
    }

    struct sk_buff {
        head: *const u8,
        network_header: u16,
    }

    /// Two bit fields of one byte in the kernel.
    struct iphdr {
        ihl: u8,
        version: u8,
        protocol: u8,
    }

    struct inet_sock {
        pinet6: *const ipv6_pinfo,
    }

    /// A bit field of 9 bits with a sign in older kernels, a number of 16 in newer ones.
    struct ipv6_pinfo {
        hop_limit: i16,
    }

    struct dentry {
        d_name: qstr,
    }

    struct qstr {
        name: *const u8,
    }

    struct kernel_clone_args {
        exit_signal: i32,
    }
}

macro_rules! variables {
    ($($name:ident: $type:ty = $value:expr;)*) => { $(
        #[unsafe(no_mangle)]
        static mut $name: $type = $value;
    )* };
}

variables! {
    DESCRIPTOR: i32 = 0;
    FAMILY: u32 = 0;
    PORT: u32 = 0;
    LENGTH: i32 = 0;
    RESULT: i64 = 0;
    OPTIONS: [u8; 8] = [0; 8];
    FILENAME: [u8; 32] = [0; 32];
    COMMAND: [u8; 16] = [0; 16];
    PID: u32 = 0;
    OTHER_PID: u32 = 0;
    PARENT: u32 = 0;
    OTHER_PARENT: u32 = 0;
    VERSION: u32 = 0;
    WORDS: u32 = 0;
    HOPS: i32 = 0;
    PROTOCOL: u32 = 0;
    SIGNAL: i32 = 0;
    CHILD: i32 = 0;
    INSTRUCTION: u64 = 0;
    DENIED: u32 = 0;
    IS_OLD: u32 = 0;
    IS_NEW: u32 = 0;
    MATCHES: u32 = 0;
    OTHER_MATCHES: u32 = 0;
    TYPE_ID: u32 = 0;
    STATE: u64 = 77;
    WORD: u32 = 0;
    EXECS: u64 = 0;
    QUESTIONS: u64 = 0;
    ANSWERS: u64 = 0;
    ON_STACK: [i32; 3] = [0; 3];
    MAPPED: [u64; 2] = [0; 2];
}

corewright_ebpf::constants! {
    /// Whether to count.
    static COUNTS: bool = false;
}

/// Sets a variable.
macro_rules! set {
    ($name:ident, $value:expr) => {{
        let value = $value;
        // SAFETY: memory of the object's own.
        unsafe { (&raw mut $name).write_volatile(value) }
    }};
}

/// The caller's `struct sockaddr_in`.
#[inline(always)]
fn keep(descriptor: i32, address: *const u8, length: i32) -> Result<(), Errno> {
    set!(DESCRIPTOR, descriptor);
    set!(LENGTH, length);
    set!(FAMILY, u32::from(read_user(address.cast::<u16>())?));
    set!(PORT, u32::from(u16::from_be(read_user(address.wrapping_add(2).cast::<u16>())?)));
    Ok(())
}

#[kprobe(function = "__sys_connect")]
fn on_connect(context: ProbeContext) -> Result<(), Errno> {
    keep(context.arg(0), context.arg(1), context.arg(2))
}

#[kretprobe(function = "__sys_connect")]
fn on_connected(context: RetProbeContext) {
    set!(RESULT, i64::from(context.ret::<i32>()));
}

/// `answer(n)` of a program, which returns `n + 1`.
#[uprobe(path = "/job/probed", function = "answer")]
fn on_question(context: ProbeContext) {
    // SAFETY: a variable of the object's own.
    unsafe { atomic_add(&raw mut QUESTIONS, context.arg(0)) };
    // What the caller has at the top of its stack: zero, -5. It is the first argument there, or on 32-bit Arm the first two.
    set!(ON_STACK, [(context.arg::<u64>(6) >> 32) as i32, (context.arg::<u64>(8) >> 32) as i32, context.arg(5)]);
}

/// `do_mmap(…, unsigned long *populate, struct list_head *uf)`, the last two behind more than six others.
#[kprobe(function = "do_mmap")]
fn on_mapping(context: ProbeContext) {
    set!(MAPPED, [context.arg(7), context.arg(8)]);
}

#[uretprobe(path = "/job/probed", function = "answer")]
fn on_answer(context: RetProbeContext) {
    // SAFETY: a variable of the object's own.
    unsafe { atomic_add(&raw mut ANSWERS, u64::from(context.ret::<u32>())) };
}

#[ksyscall(name = "connect")]
fn on_connect_call(context: SyscallContext) -> Result<(), Errno> {
    keep(context.arg(0), context.arg(1), context.arg(2))
}

#[kretsyscall(name = "connect")]
fn on_connect_return(context: RetProbeContext) {
    set!(RESULT, i64::from(context.ret::<i32>()));
}

/// The fifth argument, which 32-bit Arm has on the stack.
#[ksyscall(name = "mount")]
fn on_mount(context: SyscallContext) -> Result<(), Errno> {
    let mut options = [0; 8];
    read_user_str(context.arg(4), &mut options)?;
    set!(OPTIONS, options);
    Ok(())
}

#[tracepoint(category = "sched", name = "sched_process_exec")]
fn on_exec(context: TracePointContext) -> Result<(), Errno> {
    let record: *const trace_event_raw_sched_process_exec = context.record();
    // SAFETY: this is the record of that tracepoint.
    let location = unsafe { context_load!(record, trace_event_raw_sched_process_exec, __data_loc_filename) };
    let mut filename = [0; 32];
    context.read_str(location, &mut filename)?;
    set!(FILENAME, filename);
    set!(PID, core_read!(record, pid)? as u32);
    set!(OTHER_PID, context.read_at::<u32>(12)?);
    Ok(())
}

#[raw_tracepoint(tracepoint = "sched_process_exec")]
fn on_raw_exec(context: RawTracePointContext) -> Result<(), Errno> {
    let task: *const task_struct = context.arg(0);
    let program: *const linux_binprm = context.arg(2);
    set!(PID, task.tgid()? as u32);
    set!(OTHER_PID, core_read!(task, tgid)? as u32);
    set!(PARENT, task.real_parent()?.tgid()? as u32);
    set!(OTHER_PARENT, core_read!(task, real_parent.tgid)? as u32);
    let mut command = [0; 16];
    // Its end is left off; what is behind stays zero.
    let length = core_read_str!(task, comm, &mut command)?.len();
    if length < 16 {
        set!(COMMAND, command);
    }
    let mut filename = [0; 32];
    core_read_str!(program, filename, &mut filename)?;
    set!(FILENAME, filename);
    Ok(())
}

/// What differs between kernels.
#[raw_tracepoint(tracepoint = "sched_process_exec")]
fn on_facts(context: RawTracePointContext) -> Result<(), Errno> {
    set!(IS_OLD, u32::from(core_field_exists!(task_struct___old, state)));
    set!(IS_NEW, u32::from(core_field_exists!(task_struct___new, __state)));
    set!(MATCHES, u32::from(core_type_matches!(upid)));
    set!(OTHER_MATCHES, u32::from(core_type_matches!(upid___other)));
    set!(TYPE_ID, core_type_id!(iphdr));
    set!(WORD, word_size());
    if constant(&COUNTS) {
        // SAFETY: a variable of the object's own.
        unsafe { atomic_add(&raw mut EXECS, 1) };
    }
    let state = if core_field_exists!(task_struct___old, state) {
        core_read!(context.arg::<*const task_struct___old>(0), state)? as u64
    } else {
        u64::from(core_read!(context.arg::<*const task_struct___new>(0), __state)?)
    };
    set!(STATE, state);
    Ok(())
}

#[btf_tracepoint(function = "sched_process_exec")]
fn on_typed_exec(context: BtfTracePointContext) {
    let task: *const task_struct = context.arg(0);
    set!(PID, core_load!(task, tgid) as u32);
    set!(PARENT, core_load!(task, real_parent.tgid) as u32);
    set!(OTHER_PARENT, core_read!(task, real_parent.tgid).unwrap_or(0) as u32);
}

#[raw_tracepoint(tracepoint = "net_dev_queue")]
fn on_packet(context: RawTracePointContext) -> Result<(), Errno> {
    let packet: *const sk_buff = context.arg(0);
    let start = core_read!(packet, head)?;
    let header: *const iphdr = start.wrapping_add(usize::from(core_read!(packet, network_header)?)).cast();
    // TCP only: there may be other packets.
    if core_read!(header, protocol)? == 6 {
        set!(PROTOCOL, 6);
        set!(VERSION, u32::from(core_read_bitfield!(header, version)?));
        set!(WORDS, u32::from(core_read_bitfield!(header, ihl)?));
    }
    Ok(())
}

#[kprobe(function = "tcp_v6_connect")]
fn on_connect6(context: ProbeContext) -> Result<(), Errno> {
    let socket: *const inet_sock = context.arg(0);
    set!(HOPS, i32::from(core_read_bitfield!(core_read!(socket, pinet6)?, hop_limit)?));
    Ok(())
}

#[fentry(function = "kernel_clone")]
fn on_clone(context: FEntryContext) {
    let arguments: *const kernel_clone_args = context.arg(0);
    set!(SIGNAL, core_load!(arguments, exit_signal));
}

#[fexit(function = "kernel_clone")]
fn on_cloned(context: FExitContext) {
    set!(CHILD, context.ret::<i32>(1));
}

/// A line for each task: its number in five digits.
#[iter(target = "task")]
fn on_task(context: IterContext) -> Result<(), Errno> {
    let task: *const task_struct = context.arg(1);
    if task.is_null() {
        return Ok(());
    }
    let mut line = *b"     \n";
    let mut rest = core_load!(task, tgid) as u32;
    for place in 0..5 {
        line[4 - place] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    context.write(&line)
}

#[perf_event]
fn on_sample(context: PerfEventContext) {
    set!(INSTRUCTION, context.instruction_pointer());
}

#[lsm(hook = "inode_mkdir")]
fn on_mkdir(context: LsmContext) -> LsmDecision {
    let folder: *const dentry = context.arg(1);
    let mut name = [0; 16];
    if core_read_str!(folder, d_name.name, &mut name) != Ok(b"denied") {
        return LsmDecision::Allow;
    }
    set!(DENIED, 1);
    LsmDecision::Deny(Errno::EROFS)
}
