//! A netfilter program that drops everything.
#![no_std]
#![no_main]

use core::ptr;

corewright_ebpf::license!("GPL");

const NF_DROP: i32 = 0;

/// Packets that were dropped.
#[unsafe(no_mangle)]
static mut DROPPED: u64 = 0;

/// Drops.
#[unsafe(no_mangle)]
#[unsafe(link_section = "netfilter")]
extern "C" fn drop_all(_context: *const u64) -> i32 {
    let dropped = &raw mut DROPPED;
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(dropped, ptr::read_volatile(dropped) + 1) };
    NF_DROP
}
