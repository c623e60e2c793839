//! Classifiers: what they see is counted, pings are dropped, and programs on one hook tell in which order they ran.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ptr;

use corewright_ebpf::macros::{action, classifier, netkit, tcx};
use corewright_ebpf::programs::{TcAction, TcContext};

corewright_ebpf::license!("GPL");

/// Packets that were seen.
#[unsafe(no_mangle)]
static mut SEEN: u64 = 0;

/// Echo requests that were seen.
#[unsafe(no_mangle)]
static mut PINGS: u64 = 0;

/// The first packet's way through the programs: a decimal digit each.
#[unsafe(no_mangle)]
static mut ORDER: u64 = 0;

/// Drops echo requests.
#[classifier(ingress)]
fn drop_in(context: TcContext) -> TcAction {
    if count(&context) { TcAction::Shot } else { TcAction::Ok }
}

/// Drops echo requests.
#[tcx(egress)]
fn drop_out(context: TcContext) -> TcAction {
    if count(&context) { TcAction::Shot } else { TcAction::Ok }
}

/// Drops echo requests, whichever way they go.
#[unsafe(no_mangle)]
#[unsafe(link_section = "classifier")]
extern "C" fn drop_either(context: *mut u8) -> i32 {
    // SAFETY: what classifiers are called with.
    let context = unsafe { TcContext::new(context) };
    (if count(&context) { TcAction::Shot } else { TcAction::Ok }) as i32
}

/// Counts.
#[classifier]
fn only_count(context: TcContext) -> TcAction {
    count(&context);
    TcAction::Ok
}

/// Leaves a 1, and the packet to the next.
#[tcx(ingress)]
fn one(_context: TcContext) -> TcAction {
    leave(1)
}

/// Leaves a 2, and the packet to the next.
#[tcx(ingress)]
fn two(_context: TcContext) -> TcAction {
    leave(2)
}

/// Leaves a 3, and the packet to the next.
#[tcx(ingress)]
fn three(_context: TcContext) -> TcAction {
    leave(3)
}

/// Drops all that the primary sends.
#[netkit(primary)]
fn from_primary(_context: TcContext) -> TcAction {
    add(&raw mut SEEN);
    TcAction::Shot
}

/// Drops all that the peer sends.
#[netkit(peer)]
fn from_peer(_context: TcContext) -> TcAction {
    add(&raw mut SEEN);
    TcAction::Shot
}

/// Drops echo requests, as the action of another classifier.
#[action]
fn as_action(context: TcContext) -> TcAction {
    if count(&context) { TcAction::Shot } else { TcAction::Ok }
}

#[inline(always)]
fn leave(digit: u64) -> TcAction {
    let order = &raw mut ORDER;
    // SAFETY: a variable of this object.
    unsafe {
        let so_far = ptr::read_volatile(order);
        if so_far < 100 {
            ptr::write_volatile(order, so_far * 10 + digit);
        }
    }
    TcAction::Unspec
}

/// Counts a packet, and says whether it is Ethernet, IPv4 without options, ICMP, and an echo request.
#[inline(always)]
fn count(context: &TcContext) -> bool {
    add(&raw mut SEEN);
    let Some(packet) = context.ptr_at::<[u8; 35]>(0) else { return false };
    // SAFETY: 35 bytes are there, which need no alignment.
    let packet = unsafe { &*packet };
    let ping = packet[12] == 8 && packet[13] == 0 && packet[23] == 1 && packet[34] == 8;
    if ping {
        add(&raw mut PINGS);
    }
    ping
}

#[inline(always)]
fn add(counter: *mut u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + 1) }
}
