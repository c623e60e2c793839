//! Who is reported, and who is looked at: process headers and the filter.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::filter;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::raw_tracepoint;
use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::programs::RawTracePointContext;

corewright_ebpf::license!("GPL");

/// Of nobody.
const NOBODY: ProcessHeader = ProcessHeader {
    pid: 0,
    tgid: 0,
    ppid: 0,
    uid: 0,
    gid: 0,
    pid_namespace: 0,
    cgroup_id: 0,
    start_time: 0,
    comm: [0; 16],
};

/// How many replaced their program.
#[unsafe(no_mangle)]
static mut EXECS: u64 = 0;

/// How many there were without a filter.
#[unsafe(no_mangle)]
static mut PLAIN: u64 = 0;

/// How many were made.
#[unsafe(no_mangle)]
static mut FORKS: u64 = 0;

/// The last one that replaced its program.
#[unsafe(no_mangle)]
static mut CURRENT: ProcessHeader = NOBODY;

/// The last one that replaced its program, without a filter.
#[unsafe(no_mangle)]
static mut PLAIN_CURRENT: ProcessHeader = NOBODY;

/// The last one that was made.
#[unsafe(no_mangle)]
static mut CHILD: ProcessHeader = NOBODY;

#[raw_tracepoint(tracepoint = "sched_process_exec")]
fn on_exec(_context: RawTracePointContext) -> Result<(), Errno> {
    if filter::admits_current() {
        let header = ProcessHeader::current()?;
        // SAFETY: memory of the object's own; a lost count does no harm.
        unsafe {
            (&raw mut CURRENT).write(header);
            let execs = &raw mut EXECS;
            execs.write_volatile(execs.read_volatile() + 1);
        }
    }
    Ok(())
}

/// The same without a filter, to compare with.
#[raw_tracepoint(tracepoint = "sched_process_exec")]
fn on_exec_plain(_context: RawTracePointContext) -> Result<(), Errno> {
    let header = ProcessHeader::current()?;
    // SAFETY: as above.
    unsafe {
        (&raw mut PLAIN_CURRENT).write(header);
        let execs = &raw mut PLAIN;
        execs.write_volatile(execs.read_volatile() + 1);
    }
    Ok(())
}

#[raw_tracepoint(tracepoint = "sched_process_fork")]
fn on_fork(context: RawTracePointContext) -> Result<(), Errno> {
    let child: *const u8 = context.arg(1);
    if filter::admits(child) {
        let header = ProcessHeader::of(child)?;
        // SAFETY: as above.
        unsafe {
            (&raw mut CHILD).write(header);
            let forks = &raw mut FORKS;
            forks.write_volatile(forks.read_volatile() + 1);
        }
    }
    Ok(())
}
