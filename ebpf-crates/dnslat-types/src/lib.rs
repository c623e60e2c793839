//! What dnslat reports: the one definition. The loader's C# structs are generated from the BTF that this leaves in the object.
//! Fields are ordered so that there is no padding, for padding would show what was in memory before.
#![no_std]

use corewright_ebpf::export_type;
use corewright_ebpf::process::ProcessHeader;

/// What is known of the name.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum NameState {
    /// There was none: the process asked for addresses of its own machine.
    Absent = 1,
    /// It was read.
    Read = 2,
    /// It could not be read.
    Unreadable = 3,
}

/// A name was looked up.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct LookupEvent {
    /// Who did.
    pub process: ProcessHeader,
    /// Nanoseconds from the call of `getaddrinfo` to its return.
    pub latency: u64,
    /// What it returned: 0, or a negative `EAI_*`.
    pub result: i32,
    /// What is known of the name.
    pub name_state: NameState,
    /// The name, ended by a zero; cut off after 255 bytes, which is more than the DNS has.
    pub name: [u8; 256],
}

export_type!(LookupEvent, size = 328, process = 0, latency = 56, result = 64, name_state = 68, name = 72);
