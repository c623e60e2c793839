//! Reports which files are opened through the ring buffer `EVENTS`, and keeps some from being opened, if its loader says so.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod access;
mod names;
mod place;
mod rules;

use core::mem::MaybeUninit;

use corewright_ebpf::filter;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::kprobe;
use corewright_ebpf::maps::{PerCpuArray, RingBuf};
use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::programs::{LsmContext, LsmDecision, ProbeContext};
use corewright_kernel::file;
use filewatch_types::{Access, EventKind, FileEvent, RuleSet};

use place::{Place, id_of};

corewright_ebpf::license!("Dual MIT/GPL");

corewright_ebpf::map! {
    /// Where events go.
    static EVENTS: RingBuf<{ 1024 * 1024 }>;

    /// Where a probe puts an event together: with names it is too long for the stack, and how long it gets is known only then. A probe
    /// is not interrupted by another one on the same processor.
    static SCRATCH: PerCpuArray<FileEvent, 1>;
}

/// Once for each open that no other security module was asked about yet.
#[kprobe(function = "security_file_open")]
fn on_open(context: ProbeContext) -> Result<(), Errno> {
    let file: *const file = context.arg(0);
    let Some(access) = wanted(file)? else { return Ok(()) };
    // The other program reports what it denies.
    if rules::denies() && rules::deny(file)? {
        return Ok(());
    }
    let Some(event) = SCRATCH.get(0) else { return Ok(()) };
    // SAFETY: a value of the map, this processor's own.
    let found = unsafe { write(event, EventKind::Open, file, access, rules::only_listed())? };
    if rules::only_listed() && !found.contains(RuleSet::REPORT) {
        return Ok(());
    }
    // SAFETY: as above; all that counts of it was just written.
    unsafe { EVENTS.output_bytes(event.cast_const().cast(), names::length((*event).names_bytes)) }
}

// Not `#[lsm]`: the question mark keeps loaders that were told nothing from loading it, and attributes have no form for that.
corewright_ebpf::program!(
    "?lsm/file_open",
    LsmContext,
    /// Once for each open that no other security module denies. An error means that the kernel refused a read: such a file may be
    /// opened, for whoever locks everything out can't mend it.
    fn on_check(context: LsmContext) -> LsmDecision {
        let file: *const file = context.arg(0);
        match check(file) {
            Ok(true) => LsmDecision::Deny(Errno::EPERM),
            _ => LsmDecision::Allow,
        }
    }
);

#[inline(always)]
fn check(file: *const file) -> Result<bool, Errno> {
    let Some(access) = wanted(file)? else { return Ok(false) };
    if !rules::deny(file)? {
        return Ok(false);
    }
    // What can't be reported is denied all the same.
    let _ = report_denied(file, access);
    Ok(true)
}

#[inline(always)]
fn report_denied(file: *const file, access: Access) -> Result<(), Errno> {
    let Some(mut event) = EVENTS.reserve::<FileEvent>() else { return Ok(()) };
    let slot = MaybeUninit::as_mut_ptr(&mut event);
    // SAFETY: the slot is ours, all of it is written, and there is no other who could tell how much of it counts.
    unsafe {
        (&raw mut (*slot).names).write([0; _]);
        write(slot, EventKind::Denied, file, access, false)?;
        event.submit();
    }
    Ok(())
}

/// What a file is opened for, if it is one to look at.
#[inline(always)]
fn wanted(file: *const file) -> Result<Option<Access>, Errno> {
    let access = access::of(file)?;
    Ok(if (rules::only_writes() && !access.contains(Access::WRITE)) || !filter::admits_current() {
        None
    } else {
        Some(access)
    })
}

/// Writes an event but for what lies behind its names. Returns the rules for what is on the path, if asked for.
///
/// # Safety
/// The event must be memory that the verifier knows to be this long.
#[inline(always)]
unsafe fn write(
    event: *mut FileEvent,
    kind: EventKind,
    file: *const file,
    access: Access,
    with_rules: bool,
) -> Result<RuleSet, Errno> {
    let place = Place::of(file)?;
    // SAFETY: the event is the caller's.
    unsafe {
        (&raw mut (*event).process).write(ProcessHeader::current()?);
        (&raw mut (*event).file).write(id_of(place.dentry)?);
        (&raw mut (*event).kind).write(kind);
        (&raw mut (*event).access).write(access);
        names::write(place, event, with_rules)
    }
}
