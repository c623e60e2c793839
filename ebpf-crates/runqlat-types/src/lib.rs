//! What runqlat counts: the one definition. The loader's C# structs are generated from the BTF that this leaves in the object.
#![no_std]

use corewright_ebpf::export_type;

/// How many classes of waiting times there are: the last one, from 2^43 ns on, begins at more than two hours.
pub const SLOTS: usize = 44;

/// What is told apart beside the sum of all.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Grouping {
    /// Nothing.
    None = 0,
    /// Processes.
    Process = 1,
    /// Cgroups, which are those of containers.
    Cgroup = 2,
}

/// How often tasks waited how long.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Histogram {
    /// Slot `n` counts times from 2^n ns up to 2^(n+1) ns; the first one also 0, the last one all that is longer.
    pub slots: [u64; SLOTS],
    /// All times together, in nanoseconds.
    pub total_ns: u64,
    /// The longest of them, in nanoseconds.
    pub longest_ns: u64,
}

/// Whose histogram it is.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct GroupKey {
    /// The process's id, or the cgroup's.
    pub id: u64,
    /// Which interval it belongs to: the number that user space has put into `INTERVAL`.
    pub interval: u32,
    /// What the id is.
    pub grouping: Grouping,
}

export_type!(Histogram, size = 368, slots = 0, total_ns = 352, longest_ns = 360);
export_type!(GroupKey, size = 16, id = 0, interval = 8, grouping = 12);
