//! How kernel types are declared.

/// Declares kernel types, partially: `kernel_types! { pub struct task_struct { pub tgid: i32 } }`.
///
/// `int` is `i32`, `unsigned long` and `size_t` are `usize`, a pointer is a `*const`, a `bool` is `u8`; a field whose name is a
/// word of Rust's is `r#type`. A flavour is a second declaration of the same type as other kernels have it, told apart by what
/// follows three underscores: `task_struct___old`.
///
/// Names that end in `_t` are the kernel's typedefs (`atomic_t`, `kuid_t`), and are made such in the object. (The few structs that are
/// called so can't be declared.)
///
/// Each field is also a method on pointers to the type, so that `task.real_parent()?.tgid()?` reads like [`core_read!`](crate::core_read)
/// (which a crate needs `#![feature(arbitrary_self_types_pointers)]` for). Fields that are structs give their address.
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

        $crate::kernel_embedded!($name);

        $(
            impl $crate::co_re::HasField<{ $crate::co_re::name(stringify!($field)) }> for $name {
                type Value = $type;

                #[inline(always)]
                fn offset() -> usize {
                    $crate::core_offset!($name, $field)
                }

                #[inline(always)]
                fn size() -> u32 {
                    $crate::core_field_size!($name, $field)
                }

                #[inline(always)]
                fn bits() -> $crate::co_re::Bits {
                    $crate::core_field_bits!($name, $field, $type)
                }

                #[inline(always)]
                fn load(base: *const Self) -> u64 {
                    $crate::core_load_field!(base, $name, $field)
                }
            }
        )+

        #[allow(dead_code, reason = "not everything that is declared is read in this way")]
        impl $name {
            $(
                $(#[$field_meta])*
                #[inline(always)]
                $field_visibility fn $field(self: *const Self) -> Result<<$type as $crate::co_re::Readable>::Read, $crate::helpers::Errno> {
                    $crate::co_re::access::<_, { $crate::co_re::name(stringify!($field)) }>(self)
                }
            )+
        }
    )+ };
}

/// What a type needs so that it may be a field of another one.
#[doc(hidden)]
#[macro_export]
macro_rules! kernel_embedded {
    ($name:ident) => {
        impl $crate::co_re::Through for $name {
            type Target = Self;

            #[inline(always)]
            fn through(address: usize, _: impl Fn() -> u32) -> Result<*const Self, $crate::helpers::Errno> {
                Ok(address as *const Self)
            }

            #[inline(always)]
            fn through_load(address: impl Fn() -> usize, _: impl Fn() -> u64) -> *const Self {
                address() as *const Self
            }
        }

        impl $crate::co_re::Readable for $name {
            type Read = *const Self;

            #[inline(always)]
            fn read(address: usize, _: impl Fn() -> u32) -> Result<*const Self, $crate::helpers::Errno> {
                Ok(address as *const Self)
            }
        }

        impl $crate::co_re::Element for $name {
            type Array<const N: usize> = *const [Self; N];

            #[inline(always)]
            fn array<const N: usize>(address: usize) -> Result<*const [Self; N], $crate::helpers::Errno> {
                Ok(address as *const [Self; N])
            }

            #[inline(always)]
            fn stride() -> usize {
                $crate::core_type_size!($name)
            }
        }
    };
}

/// Declares kernel enumerations, partially: `kernel_enums! { pub enum bpf_map_type { BPF_MAP_TYPE_RINGBUF = 27 } }`. The
/// numbers are only what the object says before it is loaded. A field of such a type is read as a `u32`, to be compared with
/// [`core_enum_value!`](crate::core_enum_value).
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

        impl $crate::co_re::Readable for $name {
            // Not one of these values: a kernel's numbers may be others, which `core_enum_value!` tells.
            type Read = u32;

            #[inline(always)]
            fn read(address: usize, size: impl Fn() -> u32) -> Result<u32, $crate::helpers::Errno> {
                $crate::co_re::read_address::<usize>(address, size).map(|number| number as u32)
            }
        }

        const _: () = {
            // As in `kernel_types!`.
            #[used]
            #[unsafe(link_section = ".bpf_kernel_types")]
            static mut KEPT: *const $name = core::ptr::null();
        };
    )+ };
}
