//! XDP programs: what they see is counted, and pings to this machine are dropped.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ptr;

use corewright_ebpf::macros::xdp;
use corewright_ebpf::maps::{CpuMap, DevMap};
use corewright_ebpf::programs::{XdpAction, XdpContext};

corewright_ebpf::license!("GPL");

/// Packets that were seen.
#[unsafe(no_mangle)]
static mut SEEN: u64 = 0;

/// Echo requests that were dropped.
#[unsafe(no_mangle)]
static mut DROPPED: u64 = 0;

/// Packets that a devmap's or a cpumap's own program saw.
#[unsafe(no_mangle)]
static mut REDIRECTED: u64 = 0;

/// Packets that came out where they were sent to.
#[unsafe(no_mangle)]
static mut ARRIVED: u64 = 0;

corewright_ebpf::map! {
    /// Where [`to_interface`] sends things: a number, and the descriptor of a program.
    static INTERFACES: DevMap<[u32; 2], 1>;
    /// Where [`to_processor`] sends things.
    static PROCESSORS: CpuMap<[u32; 2], 1>;
}

/// Drops echo requests.
#[xdp]
fn drop_pings(context: XdpContext) -> XdpAction {
    add(&raw mut SEEN);
    if !is_ping(&context) {
        return XdpAction::Pass;
    }
    add(&raw mut DROPPED);
    XdpAction::Drop
}

/// Counts only; and may be given packets of several buffers.
#[xdp(frags)]
fn count_fragments(_context: XdpContext) -> XdpAction {
    add(&raw mut SEEN);
    XdpAction::Pass
}

/// Sends what it is given to the interface that [`INTERFACES`] names.
#[xdp]
fn to_interface(_context: XdpContext) -> XdpAction {
    add(&raw mut SEEN);
    INTERFACES.redirect(0, XdpAction::Aborted)
}

/// Sends what it is given to the processor that [`PROCESSORS`] names.
#[xdp]
fn to_processor(_context: XdpContext) -> XdpAction {
    add(&raw mut SEEN);
    PROCESSORS.redirect(0, XdpAction::Aborted)
}

/// Counts what comes out at the far end of what was sent elsewhere.
#[xdp]
fn arrive(_context: XdpContext) -> XdpAction {
    add(&raw mut ARRIVED);
    XdpAction::Pass
}

/// For entries of a devmap.
#[xdp(map = "devmap")]
fn in_devmap(_context: XdpContext) -> XdpAction {
    add(&raw mut REDIRECTED);
    XdpAction::Pass
}

/// For entries of a cpumap.
#[xdp(map = "cpumap")]
fn in_cpumap(_context: XdpContext) -> XdpAction {
    add(&raw mut REDIRECTED);
    XdpAction::Pass
}

/// For entries of a devmap, with packets of several buffers.
#[xdp(frags, map = "devmap")]
fn fragments_in_devmap(_context: XdpContext) -> XdpAction {
    XdpAction::Pass
}

/// For entries of a cpumap, with packets of several buffers.
#[xdp(frags, map = "cpumap")]
fn fragments_in_cpumap(_context: XdpContext) -> XdpAction {
    XdpAction::Pass
}

/// Whether a packet is Ethernet, IPv4 without options, ICMP, and an echo request.
#[inline(always)]
fn is_ping(context: &XdpContext) -> bool {
    let Some(packet) = context.ptr_at::<[u8; 35]>(0) else { return false };
    // SAFETY: 35 bytes are there, which need no alignment.
    let packet = unsafe { &*packet };
    packet[12] == 8 && packet[13] == 0 && packet[23] == 1 && packet[34] == 8
}

#[inline(always)]
fn add(counter: *mut u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + 1) }
}
