//! Samples what the processors do: each time that a processor's clock strikes, the call stacks of what it runs are counted. Only
//! counts are kept, and each stack once; what is new among processes goes through the ring buffer `EVENTS`, so that user space can
//! read what they have mapped while they are there.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::helpers::{Errno, StackOf, current_comm, current_pid_tgid, current_task};
use corewright_ebpf::macros::perf_event;
use corewright_ebpf::maps::{HashMap, LruHashMap, PerCpuArray, RingBuf, StackTrace};
use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::programs::PerfEventContext;
use corewright_ebpf::{atomic_add, filter};
use corewright_kernel::task_struct;
use profile_types::{MORE, Place, ProcessSeen};

corewright_ebpf::license!("Dual MIT/GPL");

/// An address space, also if its address is used again.
#[derive(Clone, Copy)]
#[repr(C)]
struct Space {
    tgid: u64,
    address: u64,
}

corewright_ebpf::pin_layout!(Space, size = 16, tgid = 0, address = 8);

corewright_ebpf::map! {
    /// Processes that are met for the first time.
    static EVENTS: RingBuf<{ 256 * 1024 }>;

    /// How often a thread was where.
    static PLACES: HashMap<Place, u64, 16384>;

    /// The call stacks, the kernel's and those of user space. A stack's place is its hash, so that even of a few hundred, two want
    /// the same one.
    static STACKS: StackTrace<16384>;

    /// Those whose place in `STACKS` was taken.
    static MORE_STACKS: StackTrace<4096>;

    /// How often address spaces were reported. One that is forgotten here is reported again.
    static REPORTED: LruHashMap<Space, u32, 4096>;

    /// Samples that found no room in `PLACES`.
    static UNCOUNTED: PerCpuArray<u64, 1>;
}

/// Once for each stroke of each processor's clock.
#[perf_event]
fn on_sample(context: PerfEventContext) -> Result<(), Errno> {
    let (pid, tgid) = current_pid_tgid();
    // A processor with nothing to do has the process 0.
    if pid == 0 || !filter::admits_current() {
        return Ok(());
    }
    let task: *const task_struct = current_task();
    let address_space = task.mm()?.addr() as u64;
    let kernel_stack = stack(context, StackOf::Kernel);
    let user_stack = stack(context, StackOf::User);
    report_new(&Space { tgid: u64::from(tgid), address: address_space }, kernel_stack < 0);
    count(&Place { tgid, kernel_stack, user_stack, reserved: 0, address_space, comm: current_comm() });
    Ok(())
}

/// The number of a call stack, or a negated errno: where there is none, `EFAULT`; where its places are taken, `EEXIST`.
#[inline(always)]
fn stack(context: PerfEventContext, of: StackOf) -> i32 {
    match STACKS.get_stackid(&context, of) {
        Ok(number) => number as i32,
        Err(Errno::EEXIST) => match MORE_STACKS.get_stackid(&context, of) {
            Ok(number) => number as i32 | MORE,
            Err(error) => error.0 as i32,
        },
        Err(error) => error.0 as i32,
    }
}

/// Reports an address space when it is met, and once more when it is first met outside the kernel: until then, `execve` may still
/// be about to map the program.
#[inline(always)]
fn report_new(space: &Space, in_user_space: bool) {
    // SAFETY: the map's value, which is written whole.
    let reported = REPORTED.get(space).map_or(0, |reported| unsafe { *reported });
    let now = if in_user_space { 2 } else { 1 };
    if reported < now && report(space).is_ok() {
        let _ = REPORTED.insert(space, &now);
    }
}

#[inline(always)]
fn report(space: &Space) -> Result<(), Errno> {
    let process = ProcessHeader::current()?;
    let Some(event) = EVENTS.reserve() else { return Err(Errno::ENOSPC) };
    event.send(ProcessSeen { process, address_space: space.address });
    Ok(())
}

#[inline(always)]
fn count(place: &Place) {
    if PLACES.get(place).is_none() {
        // Another processor may have been faster.
        let _ = PLACES.try_insert(place, &0);
    }
    if let Some(count) = PLACES.get(place) {
        // Other processors count here, too.
        // SAFETY: the map's value.
        unsafe { atomic_add(count, 1) };
    } else if let Some(uncounted) = UNCOUNTED.get(0) {
        // SAFETY: this processor's, and its clock does not strike twice at once.
        unsafe { *uncounted += 1 };
    }
}
