//! What netguard reports, and what it is told: the one definition. The loader's C# structs are generated from the BTF that this
//! leaves in the object. Fields are ordered so that there is no padding, for padding would show what was in memory before.
#![no_std]

use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::{export_const, export_type};

/// What becomes of an attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Verdict {
    /// The call goes on.
    Allow = 1,
    /// The call fails with `EPERM`.
    Deny = 2,
}

/// By which call.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Call {
    /// `connect(2)`.
    Connect = 1,
    /// `sendto(2)`, `sendmsg(2)` or `sendmmsg(2)` with an address.
    Send = 2,
}

/// Somebody wants to get through to an address.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct AttemptEvent {
    /// Who.
    pub process: ProcessHeader,
    /// Where to, in the order of the network: four bytes and zeroes for IPv4, also if the socket is one of IPv6.
    pub address: [u8; 16],
    /// What becomes of it.
    pub verdict: Verdict,
    /// By which call.
    pub call: Call,
    /// The rule that decided, from 1; 0 where none fits.
    pub rule: u32,
    /// The socket's protocol: `IPPROTO_TCP` (6), `IPPROTO_UDP` (17) and others.
    pub protocol: u32,
    /// 4 or 6.
    pub version: u32,
    /// The port.
    pub port: u32,
}

/// An IPv4 address and a port, in the order of the network: what a rule's prefix is part of.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Destination4 {
    /// The port; 0 for rules of any port. It comes first, and all of it always counts.
    pub port: [u8; 4],
    /// The address.
    pub address: [u8; 4],
}

corewright_ebpf::pin_layout!(Destination4, size = 8, port = 0, address = 4);

/// An IPv6 address and a port.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Destination6 {
    /// As in [`Destination4`].
    pub port: [u8; 4],
    /// The address.
    pub address: [u8; 16],
}

corewright_ebpf::pin_layout!(Destination6, size = 20, port = 0, address = 4);

/// What is said of a prefix.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Rule {
    /// What becomes of attempts.
    pub verdict: Verdict,
    /// How many bits of the address count: of two rules, one for the port and one for any, the one with more wins.
    pub address_bits: u32,
    /// Its number, from 1.
    pub number: u32,
}

corewright_ebpf::pin_layout!(Rule, size = 12, verdict = 0, address_bits = 4, number = 8);

export_const! {
    /// How many rules there may be.
    pub const MOST_RULES: u32 = 256;
}

/// What the loader sets before it loads the object. All zeroes: nothing is refused, and only that is reported.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Settings {
    /// 1 to refuse what no rule is for.
    pub denies_others: u32,
    /// 1 to report also what is allowed.
    pub reports_all: u32,
}

export_type!(
    AttemptEvent,
    size = 96,
    process = 0,
    address = 56,
    verdict = 72,
    call = 76,
    rule = 80,
    protocol = 84,
    version = 88,
    port = 92
);
export_type!(Settings, size = 8, denies_others = 0, reports_all = 4);
