//! Decides by rules where processes may connect and send to, and reports what it refused through the ring buffer `EVENTS`.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod rules;

use corewright_ebpf::filter;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::cgroup_sock_addr;
use corewright_ebpf::maps::RingBuf;
use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::programs::{CgroupDecision, SockAddrContext};
use netguard_types::{AttemptEvent, Call, Verdict};

use rules::Destination;

corewright_ebpf::license!("Dual MIT/GPL");

corewright_ebpf::map! {
    /// Where events go.
    static EVENTS: RingBuf<{ 256 * 1024 }>;
}

/// Once for each `connect(2)` of a socket of IPv4.
#[cgroup_sock_addr(connect4)]
fn on_connect4(context: SockAddrContext) -> CgroupDecision {
    attempt(context, Call::Connect, || Destination::Version4(context.user_ip4(), context.user_port()))
}

/// Once for each `connect(2)` of a socket of IPv6.
#[cgroup_sock_addr(connect6)]
fn on_connect6(context: SockAddrContext) -> CgroupDecision {
    attempt(context, Call::Connect, || Destination::of_version6(context.user_ip6(), context.user_port()))
}

/// Once for each datagram by UDP over IPv4 with an address.
#[cgroup_sock_addr(sendmsg4)]
fn on_send4(context: SockAddrContext) -> CgroupDecision {
    attempt(context, Call::Send, || Destination::Version4(context.user_ip4(), context.user_port()))
}

/// Once for each datagram by UDP over IPv6 with an address.
#[cgroup_sock_addr(sendmsg6)]
fn on_send6(context: SockAddrContext) -> CgroupDecision {
    attempt(context, Call::Send, || Destination::of_version6(context.user_ip6(), context.user_port()))
}

#[inline(always)]
fn attempt(context: SockAddrContext, call: Call, destination: impl Fn() -> Destination) -> CgroupDecision {
    if !filter::admits_current() {
        return CgroupDecision::Allow;
    }
    let destination = destination();
    let (verdict, rule) = rules::decide(destination);
    let denies = matches!(verdict, Verdict::Deny);
    if denies || rules::reports_all() {
        // What can't be reported is refused all the same.
        let _ = report(context, call, destination, verdict, rule);
    }
    if denies { CgroupDecision::Deny } else { CgroupDecision::Allow }
}

#[inline(always)]
fn report(
    context: SockAddrContext,
    call: Call,
    destination: Destination,
    verdict: Verdict,
    rule: u32,
) -> Result<(), Errno> {
    let process = ProcessHeader::current()?;
    let mut address = [0; 16];
    let (version, port) = match destination {
        Destination::Version4(bytes, port) => {
            address[..4].copy_from_slice(&bytes);
            (4, u32::from(port))
        }
        Destination::Version6(bytes, port) => {
            address = bytes;
            (6, u32::from(port))
        }
    };
    let Some(event) = EVENTS.reserve() else { return Ok(()) };
    event.send(AttemptEvent { process, address, verdict, call, rule, protocol: context.protocol().0, version, port });
    Ok(())
}
