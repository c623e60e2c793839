//! What a BPF program written in Rust stands on: kernel helpers, maps in BTF style, CO-RE relocations, logging, a panic handler.
//!
//! A program crate is a `no_std`, `no_main` binary with one function per program:
//!
//! ```ignore
//! #![no_std]
//! #![no_main]
//! #![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]
//!
//! use corewright_ebpf::helpers::Errno;
//! use corewright_ebpf::macros::btf_tracepoint;
//! use corewright_ebpf::maps::RingBuf;
//! use corewright_ebpf::process::ProcessHeader;
//! use corewright_ebpf::programs::BtfTracePointContext;
//! use corewright_ebpf::{core_read, filter};
//!
//! corewright_ebpf::license!("Dual MIT/GPL");
//!
//! corewright_ebpf::map! {
//!     /// Where events go.
//!     static EVENTS: RingBuf<4096>;
//! }
//!
//! corewright_ebpf::kernel_types! {
//!     struct task_struct {
//!         tgid: i32,
//!         real_parent: *const task_struct,
//!     }
//! }
//!
//! #[btf_tracepoint(function = "sched_process_exec")]
//! fn on_exec(context: BtfTracePointContext) -> Result<(), Errno> {
//!     if !filter::admits_current() {
//!         return Ok(());
//!     }
//!     let task: *const task_struct = context.arg(0);
//!     let parent = core_read!(task, real_parent.tgid)?; // or task.real_parent()?.tgid()?
//!     EVENTS.output(&ProcessHeader::current()?)
//! }
//! ```
//!
//! The features are of three kinds: inline assembly for BPF, which CO-RE stands on; methods of kernel types on raw pointers; and
//! `macro_rules!` as attributes. The same line heads every crate.
//!
//! A crate that has a panic handler of its own, such as one that uses aya-ebpf, takes this one with `default-features = false`:
//! the CO-RE macros go along with whatever maps and helpers it has.
//!
//! One object serves every architecture: whatever differs between kernels is decided by relocations when it is loaded.
#![no_std]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

pub mod co_re;
pub mod filter;
mod globals;
pub mod helpers;
mod kernel;
pub mod log;
pub mod macros;
pub mod maps;
pub mod packet;
#[cfg(all(target_arch = "bpf", feature = "panic-handler"))]
mod panic;
pub mod process;
pub mod programs;
pub mod shared;

pub use globals::{atomic_add, constant};

/// Puts the program's licence where the kernel looks for it. Helpers such as `bpf_probe_read_kernel` are only for
/// licences that are compatible with the GPL (`license_is_gpl_compatible` in the kernel).
#[macro_export]
macro_rules! license {
    ($text:literal) => {
        #[used]
        #[unsafe(no_mangle)]
        #[unsafe(link_section = "license")]
        static LICENSE: [u8; $crate::terminated_len($text)] = $crate::terminated($text);
    };
}

#[doc(hidden)]
pub const fn terminated_len(text: &str) -> usize {
    text.len() + 1
}

#[doc(hidden)]
pub const fn terminated<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut i = 0;
    while i < text.len() {
        bytes[i] = text.as_bytes()[i];
        i += 1;
    }
    bytes
}
