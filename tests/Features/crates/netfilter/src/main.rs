//! A netfilter program that drops everything.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ptr;

use corewright_ebpf::macros::netfilter;
use corewright_ebpf::programs::{NetfilterContext, NetfilterVerdict};

corewright_ebpf::license!("GPL");

/// Packets that were dropped.
#[unsafe(no_mangle)]
static mut DROPPED: u64 = 0;

/// Drops.
#[netfilter]
fn drop_all(_context: NetfilterContext) -> NetfilterVerdict {
    let dropped = &raw mut DROPPED;
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(dropped, ptr::read_volatile(dropped) + 1) };
    NetfilterVerdict::Drop
}
