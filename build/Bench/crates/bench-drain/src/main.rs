//! What the draining of a ring buffer is measured with.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::maps::{Array, RingBuf};

#[path = "../../bench-start/src/kernel.rs"]
mod kernel;
#[path = "../../bench-start/src/programs.rs"]
mod programs;

corewright_ebpf::license!("Dual MIT/GPL");

/// Samples that each call of the filling program sends.
const BATCH: u64 = 64;

corewright_ebpf::map! {
    /// Where samples go.
    static EVENTS: RingBuf<{ 16 << 20 }>;
}

corewright_ebpf::map! {
    /// Samples that found no room.
    static DROPPED: Array<u64, 1>;
}
