//! What netwatch reports: the one definition. The loader's C# structs are generated from the BTF that this leaves in the object.
//! Fields are ordered so that there is no padding, for padding would show what was in memory before.
#![no_std]

use corewright_ebpf::export_type;
use corewright_ebpf::process::ProcessHeader;

/// What happened; the first field of every event.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum EventKind {
    /// A connection was opened, and its process is known.
    Open = 1,
    /// A connection ended, or an attempt to connect failed.
    Close = 2,
}

/// Who began a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Direction {
    /// This side: it called `connect(2)`.
    Outgoing = 1,
    /// The other side: this one calls `accept(2)`.
    Incoming = 2,
}

/// A TCP connection, as far as it is known when this is reported.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct ConnectionEvent {
    /// What happened to it.
    pub kind: EventKind,
    /// Who began it.
    pub direction: Direction,
    /// Who connected or accepted; all zeroes where nobody did before it ended.
    pub process: ProcessHeader,
    /// This side's address in network order; IPv4 in the first four bytes.
    pub local_address: [u8; 16],
    /// The other side's address.
    pub remote_address: [u8; 16],
    /// This side's port; 0 where an attempt ended before it had one.
    pub local_port: u16,
    /// The other side's port.
    pub remote_port: u16,
    /// `AF_INET` (2) or `AF_INET6` (10).
    pub family: u32,
    /// Bytes that the other side acknowledged; not those of `SYN` and `FIN`, which TCP numbers too.
    pub sent: u64,
    /// Bytes that came from the other side, in order.
    pub received: u64,
    /// Nanoseconds since `connect(2)` for an outgoing one, since it was established for an incoming one.
    pub lifetime: u64,
    /// Nanoseconds from `connect(2)` until it was established; 0 for an incoming one.
    pub handshake: u64,
    /// Whether it ever was established: 1 or 0.
    pub established: u32,
    /// What the socket failed with, as an `errno`; 0 for none.
    pub error: u32,
}

/// What is reported. The loader sets it before the object is loaded.
#[repr(C)]
pub struct Options {
    /// Whether connections are reported when they are opened, too: 1 or 0.
    pub opened: u32,
    /// The only port that is looked at, on either side; 0 for all.
    pub port: u32,
}

export_type!(
    ConnectionEvent,
    size = 144,
    kind = 0,
    direction = 4,
    process = 8,
    local_address = 64,
    remote_address = 80,
    local_port = 96,
    remote_port = 98,
    family = 100,
    sent = 104,
    received = 112,
    lifetime = 120,
    handshake = 128,
    established = 136,
    error = 140
);
