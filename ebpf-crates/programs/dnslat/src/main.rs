//! Reports each look-up of a name by `getaddrinfo` through the ring buffer `EVENTS`: whose, of which name, how long, with what result.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::mem::MaybeUninit;

use corewright_ebpf::filter;
use corewright_ebpf::helpers::{Errno, current_pid_tgid, monotonic_ns, read_user_str};
use corewright_ebpf::macros::{uprobe, uretprobe};
use corewright_ebpf::maps::{LruHashMap, RingBuf};
use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::programs::{ProbeContext, RetProbeContext};
use dnslat_types::{LookupEvent, NameState};

corewright_ebpf::license!("Dual MIT/GPL");

/// A call that has not returned.
#[derive(Clone, Copy)]
#[repr(C)]
struct Call {
    /// When it was made.
    began: u64,
    /// Where the caller has the name.
    name: u64,
}

corewright_ebpf::pin_layout!(Call, size = 16, began = 0, name = 8);

corewright_ebpf::map! {
    /// Where events go.
    static EVENTS: RingBuf<{ 256 * 1024 }>;

    /// By thread. One that ends before its call returns leaves an entry, which goes when room is needed.
    static CALLS: LruHashMap<u32, Call, 8192>;
}

/// The thread calls `getaddrinfo(name, …)`.
#[uprobe(path = "libc", function = "getaddrinfo")]
fn on_lookup(context: ProbeContext) -> Result<(), Errno> {
    if !filter::admits_current() {
        return Ok(());
    }
    let name: *const u8 = context.arg(0);
    CALLS.insert(&current_pid_tgid().0, &Call { began: monotonic_ns(), name: name as u64 })
}

/// `getaddrinfo` returns. The name is read now, when the function has it read, too: before, it may not be in memory.
#[uretprobe(path = "libc", function = "getaddrinfo")]
fn on_answer(context: RetProbeContext) -> Result<(), Errno> {
    let now = monotonic_ns();
    let thread = current_pid_tgid().0;
    let Some(known) = CALLS.get(&thread) else { return Ok(()) };
    // SAFETY: the memory of a map's entry stays there, and no other thread has this one.
    let call = unsafe { *known };
    CALLS.remove(&thread)?;
    let process = ProcessHeader::current()?;
    let Some(mut event) = EVENTS.reserve::<LookupEvent>() else { return Ok(()) };

    let slot: *mut LookupEvent = MaybeUninit::as_mut_ptr(&mut event);
    // SAFETY: the slot is ours, and all of it is written. A name shorter than the buffer leaves the rest as it is, so it is zeroed first.
    unsafe {
        (&raw mut (*slot).process).write(process);
        (&raw mut (*slot).latency).write(now.saturating_sub(call.began));
        (&raw mut (*slot).result).write(context.ret());
        (&raw mut (*slot).name).write([0; 256]);
        let state = if call.name == 0 {
            NameState::Absent
        } else if read_user_str(call.name as *const u8, &mut (*slot).name).is_ok() {
            NameState::Read
        } else {
            NameState::Unreadable
        };
        (&raw mut (*slot).name_state).write(state);
        event.submit();
    }
    Ok(())
}
