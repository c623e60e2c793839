//! CO-RE: facts about the kernel's types that are filled in when the object is loaded.
//!
//! A kernel type is declared with [`kernel_types!`](crate::kernel_types) or [`kernel_enums!`](crate::kernel_enums), with only
//! the fields or values that are needed, under the kernel's names; order and offsets don't matter. Each macro below lowers to **one instruction and one mark**. The
//! instruction carries the local value (what the partial declaration says); the mark, in the section `.corewright.core`,
//! says which instruction it is and what it stands for:
//!
//! ```text
//! u64  address of the instruction (an ELF relocation)
//! u32  kind, as in `enum bpf_core_relo_kind` of include/uapi/linux/bpf.h
//! u32  line of the source
//! asciz "type" or "type:field.field" or "enumeration:value"
//! asciz file of the source
//! padding to 4 bytes
//! ```
//!
//! The finaliser turns marks into the standard records of `.BTF.ext`, and the section disappears: what is left is what
//! clang would have left, and any loader can use it.
//!
//! | macro | instruction | kind | when the kernel has no such field |
//! |---|---|---|---|
//! | [`core_offset!`](crate::core_offset) | `mov` | byte_off (0) | the instruction is poisoned; reaching it fails the load |
//! | [`core_field_size!`](crate::core_field_size) | `mov` | byte_sz (1) | poisoned |
//! | [`core_field_exists!`](crate::core_field_exists) | `mov` | field_exists (2) | 0 |
//! | [`core_type_exists!`](crate::core_type_exists) | `mov` | type_exists (8) | 0 |
//! | [`core_type_size!`](crate::core_type_size) | `mov` | type_size (9) | 0 |
//! | [`core_enum_value_exists!`](crate::core_enum_value_exists) | `mov` | enumval_exists (10) | 0 |
//! | [`core_enum_value!`](crate::core_enum_value) | `mov` | enumval_value (11) | poisoned |
//! | [`core_read!`](crate::core_read) | `mov`, and a second one for a word's size | byte_off, byte_sz | poisoned |
//! | [`context_load!`](crate::context_load) | `ldx` | byte_off | poisoned |
//!
//! The assembly is `pure` and not speculatable: LLVM may drop or merge it, never move it out of the `if` that guards it.

use core::mem::size_of;

use crate::helpers::{Errno, probe_read_kernel};

/// A type that a field of the kernel's may have here.
///
/// # Safety
/// Every pattern of bits must be a value, and `IS_WORD` must be true where the kernel's width is the width of a pointer.
pub unsafe trait KernelField: Copy {
    /// Whether the kernel's field has 4 bytes on a 32-bit kernel and 8 on a 64-bit one.
    const IS_WORD: bool;
}

macro_rules! kernel_field {
    ($($type:ty),+) => { $(
        // SAFETY: an integer of this width on every kernel.
        unsafe impl KernelField for $type { const IS_WORD: bool = false; }
    )+ };
}

kernel_field!(u8, u16, u32, u64, i8, i16, i32, i64);

// SAFETY: as wide as its elements are many.
unsafe impl<const N: usize> KernelField for [u8; N] {
    const IS_WORD: bool = false;
}

// SAFETY: `unsigned long` and `size_t`.
unsafe impl KernelField for usize {
    const IS_WORD: bool = true;
}

// SAFETY: any address will do, for nothing is read through it but by `probe_read_kernel`.
unsafe impl<T> KernelField for *const T {
    const IS_WORD: bool = true;
}

/// Declares kernel types, partially: `kernel_types! { pub struct task_struct { pub tgid: i32 } }`.
///
/// `int` is `i32`, `unsigned long` and `size_t` are `usize`, a pointer is a `*const`; a `bool` that is only loaded from a
/// context is `u8` with [`context_load!`](crate::context_load).
#[macro_export]
macro_rules! kernel_types {
    ($($(#[$meta:meta])* $visibility:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_visibility:vis $field:ident: $type:ty),+ $(,)?
    })+) => { $(
        $(#[$meta])*
        #[allow(non_camel_case_types, reason = "the kernel's name is what is looked for")]
        #[repr(C)]
        $visibility struct $name {
            $($(#[$field_meta])* $field_visibility $field: $type),+
        }

        const _: () = {
            // Only there so that LLVM keeps the type's debug information; see `export_type!`. The finaliser drops it.
            #[used]
            #[unsafe(link_section = ".bpf_kernel_types")]
            static mut KEPT: *const $name = core::ptr::null();
        };
    )+ };
}

/// Declares kernel enumerations, partially: `kernel_enums! { pub enum bpf_map_type { BPF_MAP_TYPE_RINGBUF = 27 } }`. The
/// numbers are only what the object says before it is loaded.
#[macro_export]
macro_rules! kernel_enums {
    ($($(#[$meta:meta])* $visibility:vis enum $name:ident {
        $($(#[$value_meta:meta])* $value:ident = $number:expr),+ $(,)?
    })+) => { $(
        $(#[$meta])*
        #[allow(non_camel_case_types, dead_code, reason = "the kernel's names are what is looked for")]
        #[repr(u32)]
        $visibility enum $name {
            $($(#[$value_meta])* $value = $number),+
        }

        const _: () = {
            // As in `kernel_types!`.
            #[used]
            #[unsafe(link_section = ".bpf_kernel_types")]
            static mut KEPT: *const $name = core::ptr::null();
        };
    )+ };
}

/// One `mov` with a mark. The result's value is known only when the object is loaded.
#[doc(hidden)]
#[macro_export]
macro_rules! core_mark {
    ($kind:literal, $path:expr, $local_value:expr) => {{
        let value: u64;
        // SAFETY: writes one register; the section that it adds to never reaches the kernel.
        unsafe {
            core::arch::asm!(
                "2: {value} = {local}",
                ".pushsection .corewright.core,\"\",@progbits",
                ".quad 2b",
                concat!(".long ", $kind, ", ", line!()),
                concat!(".asciz \"", $path, "\""),
                concat!(".asciz \"", file!(), "\""),
                ".balign 4",
                ".popsection",
                value = out(reg) value,
                local = const $local_value,
                options(pure, nomem, nostack, preserves_flags)
            )
        };
        value
    }};
}

/// A field's offset in bytes, as `usize`: `core_offset!(task_struct, thread_info.flags)`.
#[macro_export]
macro_rules! core_offset {
    ($type:ident, $($field:ident).+) => {
        $crate::core_mark!("0", concat!(stringify!($type), ":", stringify!($($field).+)),
            core::mem::offset_of!($type, $($field).+) as i32) as usize
    };
}

/// A field's size in bytes, as `u32`.
#[macro_export]
macro_rules! core_field_size {
    ($type:ident, $($field:ident).+) => {
        $crate::core_mark!("1", concat!(stringify!($type), ":", stringify!($($field).+)),
            $crate::co_re::size_behind($crate::core_projection!($type, $($field).+)) as i32) as u32
    };
}

/// Whether the kernel has a field. What is read of it must stand inside the `if`.
#[macro_export]
macro_rules! core_field_exists {
    ($type:ident, $($field:ident).+) => {
        $crate::core_mark!("2", concat!(stringify!($type), ":", stringify!($($field).+)), 1i32) != 0
    };
}

/// Whether the kernel has a type.
#[macro_export]
macro_rules! core_type_exists {
    ($type:ident) => {
        $crate::core_mark!("8", stringify!($type), 1i32) != 0
    };
}

/// A type's size in bytes, as `usize`.
#[macro_export]
macro_rules! core_type_size {
    ($type:ident) => {
        $crate::core_mark!("9", stringify!($type), core::mem::size_of::<$type>() as i32) as usize
    };
}

/// Whether the kernel's enumeration has a value of that name.
#[macro_export]
macro_rules! core_enum_value_exists {
    ($type:ident, $value:ident) => {
        $crate::core_mark!("10", concat!(stringify!($type), ":", stringify!($value)), 1i32) != 0
    };
}

/// The number that the kernel gives to a value of an enumeration, as `u64`.
#[macro_export]
macro_rules! core_enum_value {
    ($type:ident, $value:ident) => {
        $crate::core_mark!("11", concat!(stringify!($type), ":", stringify!($value)), $type::$value as i32)
    };
}

/// Reads a field of a kernel object: `core_read!(task, task_struct, real_parent)?`.
///
/// The address is a `*const` of the declared type, and may be anything: a fault is an [`Errno`](crate::helpers::Errno).
/// A pointer or `usize` is read with the kernel's own width into a zeroed value, so that 32-bit kernels come out right.
#[macro_export]
macro_rules! core_read {
    ($base:expr, $type:ident, $($field:ident).+) => {
        $crate::co_re::read_field(
            $base,
            $crate::core_projection!($type, $($field).+),
            $crate::core_offset!($type, $($field).+),
            $crate::core_field_size!($type, $($field).+),
        )
    };
}

/// Loads a `u32` (or, with `as u8`, a byte) from a program's context, whose address must not be computed with: the
/// instruction that is relocated is the load itself.
///
/// # Safety
/// The context must be of that type; the verifier checks that the load stays inside.
#[macro_export]
macro_rules! context_load {
    ($context:expr, $type:ident, $field:ident as u8) => {
        $crate::context_load!(@ $context, $type, $field, "u8", 1) as u8
    };
    ($context:expr, $type:ident, $field:ident) => {
        $crate::context_load!(@ $context, $type, $field, "u32", 4) as u32
    };
    (@ $context:expr, $type:ident, $field:ident, $width:literal, $bytes:literal) => {{
        // A loader refuses a load of another width than the local field's.
        const {
            assert!(
                $crate::co_re::size_behind($crate::core_projection!($type, $field)) == $bytes,
                "context_load! loads a u32, or with `as u8` a byte"
            )
        };
        let context: *const $type = $context;
        let value: u64;
        core::arch::asm!(
            concat!("2: {value} = *(", $width, " *)({context} + {offset})"),
            ".pushsection .corewright.core,\"\",@progbits",
            ".quad 2b",
            concat!(".long 0, ", line!()),
            concat!(".asciz \"", stringify!($type), ":", stringify!($field), "\""),
            concat!(".asciz \"", file!(), "\""),
            ".balign 4",
            ".popsection",
            value = out(reg) value,
            context = in(reg) context,
            offset = const core::mem::offset_of!($type, $field) as i32,
            options(pure, readonly, nostack, preserves_flags)
        );
        value
    }};
}

/// From the address of an object to that of a field, for its type.
#[doc(hidden)]
#[macro_export]
macro_rules! core_projection {
    ($type:ident, $($field:ident).+) => {
        // SAFETY: never called; only the type of its result is looked at.
        |base: *const $type| unsafe { &raw const (*base).$($field).+ }
    };
}

/// The size of what a projection leads to.
#[doc(hidden)]
pub const fn size_behind<T, F>(_: fn(*const T) -> *const F) -> usize {
    size_of::<F>()
}

/// The read behind [`core_read!`](crate::core_read); `projection` only says of which type the field is.
#[doc(hidden)]
#[inline(always)]
pub fn read_field<T, F: KernelField>(
    base: *const T,
    projection: fn(*const T) -> *const F,
    offset: usize,
    kernel_size: u32,
) -> Result<F, Errno> {
    let _ = projection;
    // SAFETY: `F` is a `KernelField`, for which zeroes are a value.
    let mut value: F = unsafe { core::mem::zeroed() };
    // A word narrower than ours lands in the low bytes of the zeroed value: BPF here is little-endian on every target.
    let size = if F::IS_WORD { kernel_size } else { size_of::<F>() as u32 };
    // SAFETY: `value` has room for `size` bytes: a word has at most 8, which the verifier checks against the stack slot.
    Errno::check(unsafe {
        probe_read_kernel((&raw mut value).cast(), size, (base as usize).wrapping_add(offset) as u64)
    })?;
    Ok(value)
}
