//! Reports each exec and each exit of a process through the ring buffer `EVENTS`.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod exit;
mod header;

use core::mem::MaybeUninit;

use corewright_ebpf::context_load;
use corewright_ebpf::filter;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::tracepoint;
use corewright_ebpf::maps::RingBuf;
use corewright_ebpf::programs::TracePointContext;
use corewright_kernel::trace_event_raw_sched_process_exec;
use execwatch_types::{EventKind, ExecEvent};

corewright_ebpf::license!("Dual MIT/GPL");

corewright_ebpf::map! {
    /// Where events go.
    static EVENTS: RingBuf<{ 256 * 1024 }>;
}

/// Once for each exec that succeeded.
#[tracepoint(category = "sched", name = "sched_process_exec")]
fn on_exec(context: TracePointContext) -> Result<(), Errno> {
    if !filter::admits_current() {
        return Ok(());
    }
    let header = header::of_current(EventKind::Exec)?;
    // SAFETY: this is the context of that tracepoint.
    let location = unsafe { context_load!(context.record(), trace_event_raw_sched_process_exec, __data_loc_filename) };
    let Some(mut event) = EVENTS.reserve::<ExecEvent>() else { return Ok(()) };

    let slot: *mut ExecEvent = MaybeUninit::as_mut_ptr(&mut event);
    // SAFETY: the slot is ours. A string shorter than the buffer leaves the rest as it is, so it is zeroed first.
    unsafe {
        (&raw mut (*slot).header).write(header);
        (&raw mut (*slot).filename).write([0; 256]);
        context.read_str(location, &mut (*slot).filename)?;
        event.submit();
    }
    Ok(())
}
