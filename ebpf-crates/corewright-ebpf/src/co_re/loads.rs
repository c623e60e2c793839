//! Loads without a helper: from contexts, and from the kernel objects that the verifier knows for what they are.

use super::{FromBits, HasField, Through};

/// Loads a field directly: `core_load!(task, real_parent.tgid)`, without a helper and without an error.
///
/// For pointers that the verifier knows to be kernel objects of that type: arguments of `tp_btf`, `fentry`, `fexit`, LSM and
/// iterator programs, [`current_task_btf`](crate::helpers::current_task_btf), and what such a load gives. It refuses others;
/// a null on the way gives 0. The path is as for [`core_read!`](crate::core_read), without elements of arrays.
#[macro_export]
macro_rules! core_load {
    ($base:expr, $field:ident) => {
        $crate::co_re::load::<_, { $crate::co_re::name(stringify!($field)) }>($base)
    };
    ($base:expr, $field:ident . $($rest:tt)+) => {
        $crate::core_load!($crate::co_re::load_step::<_, { $crate::co_re::name(stringify!($field)) }>($base), $($rest)+)
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

/// One load of a field's width, with a mark.
#[doc(hidden)]
#[macro_export]
macro_rules! core_load_field {
    ($base:expr, $type:ident, $field:ident) => {
        match const { $crate::co_re::size_behind($crate::core_projection!($type, $field)) } {
            1 => $crate::core_load_field!(@ $base, $type, $field, "u8"),
            2 => $crate::core_load_field!(@ $base, $type, $field, "u16"),
            4 => $crate::core_load_field!(@ $base, $type, $field, "u32"),
            8 => $crate::core_load_field!(@ $base, $type, $field, "u64"),
            // Not asked for: see `load`.
            _ => 0,
        }
    };
    (@ $base:expr, $type:ident, $field:ident, $width:literal) => {{
        let base: *const $type = $base;
        let value: u64;
        // SAFETY: the verifier refuses the load where it does not know that there is such an object.
        unsafe {
            core::arch::asm!(
                concat!("2: {value} = *(", $width, " *)({base} + {offset})"),
                ".pushsection .corewright.core,\"\",@progbits",
                ".quad 2b",
                concat!(".long 0, ", line!()),
                concat!(".asciz \"", stringify!($type), ":", stringify!($field), "\""),
                concat!(".asciz \"", file!(), "\""),
                ".balign 4",
                ".popsection",
                value = out(reg) value,
                base = in(reg) base,
                offset = const core::mem::offset_of!($type, $field) as i32,
                options(pure, readonly, nostack, preserves_flags)
            )
        };
        value
    }};
}

#[doc(hidden)]
#[inline(always)]
pub fn load<T: HasField<NAME>, const NAME: u64>(base: *const T) -> T::Value
where
    T::Value: FromBits,
{
    T::Value::from_bits(T::load(base))
}

#[doc(hidden)]
#[inline(always)]
pub fn load_step<T: HasField<NAME>, const NAME: u64>(base: *const T) -> *const <T::Value as Through>::Target
where
    T::Value: Through,
{
    // The place is only computed where the field is a struct.
    T::Value::through_load(|| (base as usize).wrapping_add(T::offset()), || T::load(base))
}
