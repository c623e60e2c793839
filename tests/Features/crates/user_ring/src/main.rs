//! Takes samples that user space wrote, each time that one process makes a certain system call.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ops::ControlFlow;

use corewright_ebpf::helpers::current_pid_tgid;
use corewright_ebpf::macros::raw_tracepoint;
use corewright_ebpf::maps::{UserRingBuf, UserSample};
use corewright_ebpf::programs::RawTracePointContext;

corewright_ebpf::license!("GPL");

/// The most bytes of a sample that are looked at.
const LONGEST: u32 = 112;

corewright_ebpf::map! {
    static TO_PROGRAM: UserRingBuf<4096>;
}

/// What is written here, and the address of it, is the test program's: its struct Drained.
#[repr(C)]
struct Drained {
    process: u32,
    call: u32,
    most: u32,
    taken: u32,
    next: u32,
    disordered: u32,
    unreadable: u32,
    sum: u32,
    result: i64,
}

#[unsafe(no_mangle)]
static mut DRAINED: Drained =
    Drained { process: 0, call: 0, most: 0, taken: 0, next: 0, disordered: 0, unreadable: 0, sum: 0, result: 0 };

#[raw_tracepoint(tracepoint = "sys_enter")]
fn on_call(context: RawTracePointContext) {
    // SAFETY: memory of the object's own, which only this process's calls change.
    let drained = unsafe { &mut *(&raw mut DRAINED) };
    if current_pid_tgid().1 != drained.process || context.arg::<u64>(1) != u64::from(drained.call) {
        return;
    }
    let mut taken = 0_u32;
    let result = TO_PROGRAM.drain(|sample| {
        take(drained, &sample);
        taken += 1;
        if drained.most != 0 && taken >= drained.most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    drained.result = result.map_or_else(|error| error.0, |count| count as i64);
}

/// Its number, its length, and bytes.
#[inline(always)]
fn take(drained: &mut Drained, sample: &UserSample) {
    let Ok([number, length]) = sample.read::<[u32; 2]>(0) else {
        drained.unreadable += 1;
        return;
    };
    drained.disordered += u32::from(number != drained.next);
    drained.next = number + 1;
    drained.taken += 1;
    for offset in 8..LONGEST {
        if offset >= length {
            break;
        }
        match sample.read::<u8>(offset) {
            Ok(byte) => drained.sum += u32::from(byte),
            Err(_) => drained.unreadable += 1,
        }
    }
    // It ends where a byte more could be read than was given.
    drained.unreadable += u32::from(sample.read::<u8>(length).is_ok());
}
