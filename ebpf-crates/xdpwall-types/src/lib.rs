//! The rules of xdpwall and what it counts: the one definition. The loader's C# structs are generated from the BTF that this leaves
//! in the object.
#![no_std]

use corewright_ebpf::export_type;

/// How many rules there can be, IPv4 and IPv6 together.
pub const MOST_RULES: usize = 1024;

/// What a rule does to a packet.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Verdict {
    /// It goes on to the kernel.
    Allow = 1,
    /// It is dropped.
    Deny = 2,
}

/// A rule, found by its prefix.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Rule {
    /// Where its packets are counted: less than [`MOST_RULES`].
    pub number: u32,
    /// What it does.
    pub verdict: Verdict,
}

corewright_ebpf::pin_layout!(Rule, size = 8, number = 0, verdict = 4);

/// Packets, counted.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Count {
    /// How many.
    pub packets: u64,
    /// Their bytes, from the Ethernet header on.
    pub bytes: u64,
}

corewright_ebpf::pin_layout!(Count, size = 16, packets = 0, bytes = 8);

/// What became of a packet; each packet is counted under one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Outcome {
    /// No rule's prefix fitted: it went on.
    Passed = 0,
    /// A rule let it go on.
    Allowed = 1,
    /// A rule dropped it.
    Denied = 2,
    /// Neither IPv4 nor IPv6, such as ARP, or behind more than two VLAN tags: it went on.
    Other = 3,
    /// Too short for what its header says, or of another version of IP than it says: it went on, for the kernel to refuse.
    Malformed = 4,
}

/// How many [`Outcome`]s there are.
pub const OUTCOMES: usize = 5;

export_type!(Outcome);
