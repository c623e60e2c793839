//! Questions about types, fields and values, each one instruction.

use core::marker::PhantomData;
use core::mem::size_of;

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

/// Whether the kernel has a type with all fields that ours declares, of such types. Behind pointers, only the names count.
///
/// An integer never matches: types are compared by name, and what is `i32` here is `int` there. So this is for types whose pointers or
/// structs have changed.
#[macro_export]
macro_rules! core_type_matches {
    ($type:ident) => {
        $crate::core_mark!("12", stringify!($type), 1i32) != 0
    };
}

/// The number of a type in the kernel's BTF, for helpers that ask for it; poisoned where there is none.
#[macro_export]
macro_rules! core_type_id {
    ($type:ident) => {
        $crate::core_mark!("7", stringify!($type), 0i32) as u32
    };
}

/// Where a field's bits are, as [`Bits`].
#[doc(hidden)]
#[macro_export]
macro_rules! core_field_bits {
    ($type:ident, $field:ident, $field_type:ty) => {
        $crate::co_re::Bits {
            left: $crate::core_mark!(
                "4",
                concat!(stringify!($type), ":", stringify!($field)),
                $crate::co_re::shift_behind($crate::core_projection!($type, $field))
            ),
            right: $crate::core_mark!(
                "5",
                concat!(stringify!($type), ":", stringify!($field)),
                $crate::co_re::shift_behind($crate::core_projection!($type, $field))
            ),
            is_signed: $crate::core_mark!("3", concat!(stringify!($type), ":", stringify!($field)), {
                #[allow(unused_imports, reason = "only for types without a sign")]
                use $crate::co_re::Unsigned as _;
                $crate::co_re::Sign::<$field_type>::LOCAL
            }) != 0,
        }
    };
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

/// How far a plain field of that size has to be shifted to fill 64 bits.
#[doc(hidden)]
pub const fn shift_behind<T, F>(_: fn(*const T) -> *const F) -> i32 {
    if size_of::<F>() < 8 { 64 - 8 * size_of::<F>() as i32 } else { 0 }
}

/// Whether a type has a sign: integers that have one say so themselves, [`Unsigned`] says no for everything else.
#[doc(hidden)]
pub struct Sign<T>(PhantomData<T>);

#[doc(hidden)]
pub trait Unsigned {
    const LOCAL: i32 = 0;
}

impl<T> Unsigned for Sign<T> {}

macro_rules! signed {
    ($($type:ty),+) => { $(
        impl Sign<$type> {
            #[doc(hidden)]
            pub const LOCAL: i32 = 1;
        }
    )+ };
}

signed!(i8, i16, i32, i64, isize);
