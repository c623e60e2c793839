//! Types of every kind that a program can share with user space.
#![no_std]
#![no_main]
#![allow(dead_code, reason = "types are there to be described")]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::helpers::current_pid_tgid;
use corewright_ebpf::maps::HashMap;
use corewright_ebpf::{export_const, export_type, flags};

corewright_ebpf::license!("GPL");

export_const! {
    /// How many there may be.
    pub const MOST: u32 = 1 << 10;
    /// Below everything.
    pub const LOWEST: i64 = i64::MIN;
    /// Above everything.
    pub const HIGHEST: u64 = u64::MAX;
}

flags! {
    /// What may be done with a file,
    /// one or more at once: see [`Access::READ`] & others.
    pub struct Access: u16 {
        /// Look at it.
        const READ = 1;
        /// Change it.
        const WRITE = 2;
        /// Both.
        const ALL = 3;
    }
}

/// Numbers of 64 bits.
#[derive(Clone, Copy)]
#[repr(u64)]
pub enum Wide {
    /// None.
    Nothing = 0,
    /// All of them.
    Everything = u64::MAX,
}

/// Numbers of 64 bits with a sign.
#[derive(Clone, Copy)]
#[repr(i64)]
pub enum Signed {
    /// Far below.
    Low = -5_000_000_000,
    /// Far above.
    High = 5_000_000_000,
}

/// An address of either family.
#[derive(Clone, Copy)]
#[repr(C)]
pub union Address {
    /// IPv4.
    pub v4: u32,
    /// IPv6, in words.
    pub v6: [u32; 4],
    /// Its bytes.
    pub bytes: [[u8; 8]; 2],
}

/// Inside another.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Inner {
    /// What may be done.
    pub access: Access,
    /// So far.
    pub history: [Access; 3],
}

/// All at once.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Shapes {
    /// Of 64 bits.
    pub wide: Wide,
    /// With a sign.
    pub signed: Signed,
    /// Of either family.
    pub address: Address,
    /// Several structs.
    pub inner: [Inner; 2],
    /// A keyword of Rust's; not "quoted" /* here */.
    pub r#type: u32,
    /// Up to the end.
    pub rest: u32,
}

export_type!(Shapes, size = 56, wide = 0, signed = 8, address = 16, inner = 32, r#type = 48, rest = 52);

corewright_ebpf::map! {
    /// What may be done, by address.
    static ALLOWED: HashMap<Address, Access, 8>;
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/syscalls/sys_enter_getppid")]
extern "C" fn on_getppid(_context: *const u8) -> i32 {
    let (pid, _) = current_pid_tgid();
    let mut access = Access::READ;
    if pid == MOST {
        access |= Access::WRITE;
    }
    // An error means that the map is full.
    let _ = ALLOWED.insert(&Address { v6: [pid, 0, 0, 0] }, &access);
    i32::from(access.contains(Access::ALL))
}
