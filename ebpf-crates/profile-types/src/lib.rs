//! What profile counts and reports: the one definition. The loader's C# structs are generated from the BTF that this leaves in the object.
#![no_std]

use corewright_ebpf::export_type;
use corewright_ebpf::process::ProcessHeader;

/// The bit of a stack's number that says that it is in `MORE_STACKS`.
pub const MORE: i32 = 1 << 20;

/// Where a thread was when its processor's clock struck.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Place {
    /// The process.
    pub tgid: u32,
    /// The number of its call stack in the kernel; below 0 where it has none, or a negated errno.
    pub kernel_stack: i32,
    /// The number of its call stack in user space; as above.
    pub user_stack: i32,
    /// Zero.
    pub reserved: u32,
    /// Which of the process's address spaces it is: it gets another one when it becomes another program. 0 for the kernel's threads.
    pub address_space: u64,
    /// The thread's name, filled up with zeroes.
    pub comm: [u8; 16],
}

/// A process, or another program in it, was met for the first time: its mappings can be read as long as it is there.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct ProcessSeen {
    /// Which one.
    pub process: ProcessHeader,
    /// As in [`Place`].
    pub address_space: u64,
}

export_type!(
    Place,
    size = 40,
    tgid = 0,
    kernel_stack = 4,
    user_stack = 8,
    reserved = 12,
    address_space = 16,
    comm = 24
);
export_type!(ProcessSeen, size = 64, process = 0, address_space = 56);
