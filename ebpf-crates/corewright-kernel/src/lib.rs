//! Types of the kernel, as far as programs look into them:
//!
//! ```ignore
//! use corewright_kernel::*;
//!
//! let task: *const task_struct = current_task();
//! let parent = task.real_parent()?.tgid()?;
//! let parent = core_read!(task, real_parent.tgid)?; // the same
//! ```
//!
//! `types.txt` beside this crate lists the types and fields; `./build.sh --target=Bindings` makes the rest of it from the BTF
//! of all kernels. What a program does not use leaves nothing in its object.
#![no_std]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers)] // what the CO-RE macros expand to

mod kernel;

pub use kernel::*;
