//! What a program shares with user space: types, flags and constants, from which C# is generated.
//!
//! Names and numbers travel in the object's BTF, so that every object says by itself what it shares.

/// Pins the layout of a struct: `pin_layout!(Total, size = 16, packets = 0, bytes = 8)`. Another size, another offset, a field that is
/// not named do not compile.
///
/// User space was compiled for these numbers, so all structs that it shares have them: a change of one is a change of the other.
#[macro_export]
macro_rules! pin_layout {
    ($type:ident, size = $size:literal $(, $field:ident = $offset:literal)* $(,)?) => {
        const _: () = {
            assert!(core::mem::size_of::<$type>() == $size, concat!("`", stringify!($type), "` has another size"));
            assert!(core::mem::align_of::<$type>() <= 8, "samples and values of maps are aligned to 8 bytes");
            $(assert!(
                core::mem::offset_of!($type, $field) == $offset,
                concat!("`", stringify!($field), "` is elsewhere in `", stringify!($type), "`")
            );)*

            #[allow(dead_code, reason = "it is there to name every field")]
            fn all(value: &$type) {
                let $type { $($field: _),* } = value;
            }
        };
    };
}

/// Keeps a type, and all that it is made of, in the object's BTF, so that C# can be generated from it.
///
/// A struct is exported with its layout, which is [pinned](crate::pin_layout): `export_type!(Event, size = 16, kind = 0, stamp = 8)`.
/// An enumeration is exported by its name alone: `export_type!(Verdict)`.
#[macro_export]
macro_rules! export_type {
    ($type:ident, size = $size:literal $($rest:tt)*) => {
        $crate::pin_layout!($type, size = $size $($rest)*);
        $crate::export_type!(@ $type);
    };
    ($type:ident) => {
        const _: () = {
            // Only enumerations can be numbers: a struct needs its layout.
            #[allow(dead_code, reason = "it is there to be compiled")]
            fn number(value: $type) -> i128 {
                value as i128
            }
        };
        $crate::export_type!(@ $type);
    };
    (@ $type:ty) => {
        const _: () = {
            // A bare pointer: behind a wrapper struct LLVM only keeps a forward declaration of the pointee. It is
            // `mut` because a pointer is not `Sync`. Nothing reads it, and no memory of it is left in the object.
            #[used]
            #[unsafe(link_section = ".bpf_types")]
            static mut EXPORTED: *const $type = core::ptr::null();
        };
    };
}

/// Declares constants that user space knows too: `export_const! { pub const MAX_PREFIXES: u32 = 1024; }`. They are integers.
#[macro_export]
macro_rules! export_const {
    ($($(#[$meta:meta])* $visibility:vis const $name:ident: $type:ident = $value:expr;)+) => { $(
        $(#[$meta])*
        $visibility const $name: $type = $value;

        const _: () = {
            // Debug information has no constants, but an enum's values.
            #[allow(dead_code, non_camel_case_types, reason = "called like the constant, and only described")]
            #[repr($type)]
            enum $name {
                VALUE = $name,
            }

            $crate::export_type!(@ $crate::shared::ConstantOf<$name>);
        };
    )+ };
}

/// Declares flags: `flags! { pub struct Access: u32 { const READ = 1; const WRITE = 2; } }`. They are values of that integer, combined
/// with `|`, and an enum with `[Flags]` in C#.
#[macro_export]
macro_rules! flags {
    ($($(#[$meta:meta])* $visibility:vis struct $name:ident: $bits:ident {
        $($(#[$flag_meta:meta])* const $flag:ident = $value:expr;)+
    })+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(transparent)]
        $visibility struct $name($bits);

        #[allow(dead_code, reason = "not every program asks everything")]
        impl $name {
            $($(#[$flag_meta])* pub const $flag: Self = Self($value);)+

            /// None of them.
            #[inline(always)]
            pub const fn empty() -> Self {
                Self(0)
            }

            /// What a number stands for, also its bits without a name.
            #[inline(always)]
            pub const fn from_bits(bits: $bits) -> Self {
                Self(bits)
            }

            /// The number.
            #[inline(always)]
            pub const fn bits(self) -> $bits {
                self.0
            }

            /// Whether all of the others are among these.
            #[inline(always)]
            pub const fn contains(self, others: Self) -> bool {
                self.0 & others.0 == others.0
            }
        }

        impl core::ops::BitOr for $name {
            type Output = Self;

            #[inline(always)]
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl core::ops::BitOrAssign for $name {
            #[inline(always)]
            fn bitor_assign(&mut self, other: Self) {
                self.0 |= other.0;
            }
        }

        impl core::ops::BitAnd for $name {
            type Output = Self;

            #[inline(always)]
            fn bitand(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }
        }

        const _: () = {
            // Debug information has no associated constants, but an enum's values.
            #[allow(dead_code, non_camel_case_types, reason = "called like the flags, and only described")]
            #[repr($bits)]
            enum Values {
                $($flag = $value),+
            }

            $crate::export_type!(@ $crate::shared::FlagsOf<$name, Values>);
        };
    )+ };
}

/// How [`export_const!`](crate::export_const) describes a constant; C#'s generator goes by the field's name.
#[doc(hidden)]
#[repr(C)]
pub struct ConstantOf<V> {
    /// An enum with one value.
    pub corewright_constant: V,
}

/// How [`flags!`](crate::flags) describes flags; C#'s generator goes by the fields' names.
#[doc(hidden)]
#[repr(C)]
pub struct FlagsOf<T, V> {
    /// The type.
    pub corewright_flags: T,
    /// An enum with its values.
    pub corewright_values: V,
}
