//! What flowmeter counts: the one definition. The loader's C# structs are generated from the BTF that this leaves in the object.
//! Keys of maps are compared byte by byte, so there is no padding in them.
#![no_std]

use corewright_ebpf::export_type;

/// How many flows are known at a time; of more, those that had no packet for long are forgotten.
pub const MOST_FLOWS: usize = 8192;

/// The same of cgroups, each with its directions.
pub const MOST_GROUPS: usize = 1024;

/// Which way a packet goes.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Direction {
    /// Into the machine.
    Ingress = 1,
    /// Out of it.
    Egress = 2,
}

/// Packets with the same addresses, ports and protocol, that go the same way over the same interface.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Flow {
    /// The cgroup of the socket that they come from or go to, by its id; 0 where that is not known.
    pub cgroup_id: u64,
    /// Where they come from: 16 bytes of IPv6, or 4 of IPv4 and zeroes.
    pub source: [u8; 16],
    /// Where they go to.
    pub destination: [u8; 16],
    /// The interface's number.
    pub interface: u32,
    /// 0 where the protocol has none, and for fragments without a header of it.
    pub source_port: u16,
    /// As the source's.
    pub destination_port: u16,
    /// Of IP: 4 or 6.
    pub version: u8,
    /// What is in them: `IPPROTO_*`, such as 6 for TCP.
    pub protocol: u8,
    /// Which way they go.
    pub direction: Direction,
    /// Zeroes.
    pub reserved: [u8; 5],
}

corewright_ebpf::pin_layout!(
    Flow,
    size = 56,
    cgroup_id = 0,
    source = 8,
    destination = 24,
    interface = 40,
    source_port = 44,
    destination_port = 46,
    version = 48,
    protocol = 49,
    direction = 50,
    reserved = 51
);

/// What the sockets of a cgroup send or receive.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Group {
    /// The cgroup's id; 0 for what no socket is known of.
    pub cgroup_id: u64,
    /// Which way it goes.
    pub direction: Direction,
    /// Zeroes.
    pub reserved: [u8; 7],
}

corewright_ebpf::pin_layout!(Group, size = 16, cgroup_id = 0, direction = 8, reserved = 9);

/// Packets, counted as they are on the wire: what the kernel handles as one and the card cuts up, or the other way round, is several.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Traffic {
    /// How many.
    pub packets: u64,
    /// Their bytes, from the Ethernet header on where there is one.
    pub bytes: u64,
}

corewright_ebpf::pin_layout!(Traffic, size = 16, packets = 0, bytes = 8);

/// What all packets are counted under; each packet once.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Total {
    /// IP packets that came in.
    Ingress = 0,
    /// IP packets that went out.
    Egress = 1,
    /// Neither IPv4 nor IPv6, such as ARP.
    Other = 2,
    /// Too short for what their headers say.
    Malformed = 3,
}

/// How many [`Total`]s there are.
pub const TOTALS: usize = 4;

export_type!(Total);
