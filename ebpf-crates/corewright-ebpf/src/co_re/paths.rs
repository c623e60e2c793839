//! Paths from a pointer: `core_read!(task, real_parent.tgid)`.
//!
//! The pointer's type says whose fields they are: every field that [`kernel_types!`](crate::kernel_types) declares implements
//! [`HasField`] under a number made of its name, and the macros look it up by that number.

use super::{Element, HasField, KernelField, Readable, Text, Through, read_address, word_size};
use crate::helpers::Errno;

/// Reads a field of a kernel object: `core_read!(task, real_parent.tgid)?`.
///
/// The base is a `*const` of a declared type, and may be anything: a fault is an [`Errno`](crate::helpers::Errno). The path goes
/// through structs (`ns.inum`), through pointers, each of which is read (`real_parent.tgid`), and to elements of arrays
/// (`numbers[level].ns`). A pointer or `usize` is read with the kernel's own width into a zeroed value, so that 32-bit kernels
/// come out right.
///
/// With the type between (`core_read!(task, task_struct, thread_info.flags)`), the whole path is one relocation; it can't go
/// through pointers then.
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
    ($base:expr, $($path:tt)+) => {
        $crate::core_walk!(read, read_element, $base; $($path)+)
    };
}

/// The address of a field, as a pointer to the field's type: `core_address!(task, mm.exe_file)?`. Pointers on the way are read,
/// the field itself is not.
#[macro_export]
macro_rules! core_address {
    ($base:expr, $($path:tt)+) => {
        $crate::core_walk!(address, address_element, $base; $($path)+)
    };
}

/// Reads a field of some bits: `core_read_bitfield!(socket, sk_protocol)?`. It is declared as an integer of at least that many
/// bits, and may be a bit field in some kernels and a plain one in others.
#[macro_export]
macro_rules! core_read_bitfield {
    ($base:expr, $($path:tt)+) => {
        $crate::core_walk!(read_bits, no_element, $base; $($path)+)
    };
}

/// Reads a string: `core_read_str!(task, comm, &mut buffer)?` gives it as `&[u8]`, without its end. The field is a `[u8; N]` with the
/// string in it, or a `*const u8` to it; the last argument is an array that it is copied to, and cut off where that ends.
#[macro_export]
macro_rules! core_read_str {
    ($base:expr, $($field:ident $([$index:expr])?).+, $buffer:expr) => {
        // A buffer that has no name lives as long as what this gives.
        match ($crate::core_address!($base, $($field $([$index])?).+), $buffer) {
            (Ok(place), buffer) => $crate::co_re::read_text(place, buffer),
            (Err(error), _) => Err(error),
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! core_walk {
    ($field_goal:ident, $element_goal:ident, $base:expr; $field:ident) => {
        $crate::co_re::$field_goal::<_, { $crate::co_re::name(stringify!($field)) }>($base)
    };
    ($field_goal:ident, $element_goal:ident, $base:expr; $field:ident [$index:expr]) => {
        $crate::co_re::$element_goal(
            $crate::co_re::element::<_, _, { $crate::co_re::name(stringify!($field)) }, _>($base, $index as usize))
    };
    ($field_goal:ident, $element_goal:ident, $base:expr; $field:ident . $($rest:tt)+) => {
        match $crate::co_re::step::<_, { $crate::co_re::name(stringify!($field)) }>($base) {
            Ok(next) => $crate::core_walk!($field_goal, $element_goal, next; $($rest)+),
            Err(error) => Err(error),
        }
    };
    ($field_goal:ident, $element_goal:ident, $base:expr; $field:ident [$index:expr] . $($rest:tt)+) => {
        match $crate::co_re::step_element(
            $crate::co_re::element::<_, _, { $crate::co_re::name(stringify!($field)) }, _>($base, $index as usize)) {
            Ok(next) => $crate::core_walk!($field_goal, $element_goal, next; $($rest)+),
            Err(error) => Err(error),
        }
    };
}

#[inline(always)]
fn place<T: HasField<NAME>, const NAME: u64>(base: *const T) -> usize {
    (base as usize).wrapping_add(T::offset())
}

#[doc(hidden)]
#[inline(always)]
pub fn step<T: HasField<NAME>, const NAME: u64>(base: *const T) -> Result<*const <T::Value as Through>::Target, Errno>
where
    T::Value: Through,
{
    T::Value::through(place::<T, NAME>(base), T::size)
}

#[doc(hidden)]
#[inline(always)]
pub fn step_element<E: Through>(element: *const E) -> Result<*const E::Target, Errno> {
    E::through(element as usize, word_size)
}

#[doc(hidden)]
#[inline(always)]
pub fn element<T, E: Element, const NAME: u64, const N: usize>(base: *const T, index: usize) -> *const E
where
    T: HasField<NAME, Value = [E; N]>,
{
    place::<T, NAME>(base).wrapping_add(index.wrapping_mul(E::stride())) as *const E
}

#[doc(hidden)]
#[inline(always)]
pub fn read<T: HasField<NAME>, const NAME: u64>(base: *const T) -> Result<T::Value, Errno>
where
    T::Value: KernelField,
{
    read_address(place::<T, NAME>(base), T::size)
}

#[doc(hidden)]
#[inline(always)]
pub fn read_element<E: KernelField>(element: *const E) -> Result<E, Errno> {
    read_address(element as usize, word_size)
}

#[doc(hidden)]
#[inline(always)]
pub fn address<T: HasField<NAME>, const NAME: u64>(base: *const T) -> Result<*const T::Value, Errno> {
    Ok(place::<T, NAME>(base) as *const T::Value)
}

#[doc(hidden)]
#[inline(always)]
pub fn address_element<E>(element: *const E) -> Result<*const E, Errno> {
    Ok(element)
}

#[doc(hidden)]
#[inline(always)]
pub fn access<T: HasField<NAME>, const NAME: u64>(base: *const T) -> Result<<T::Value as Readable>::Read, Errno>
where
    T::Value: Readable,
{
    T::Value::read(place::<T, NAME>(base), T::size)
}

/// An integer that a field of some bits is read as.
pub trait FromBits: Sized {
    /// From what the field is, brought to 64 bits.
    fn from_bits(value: u64) -> Self;
}

macro_rules! from_bits {
    ($($type:ty),+) => { $(
        impl FromBits for $type {
            #[inline(always)]
            fn from_bits(value: u64) -> Self {
                value as Self
            }
        }
    )+ };
}

from_bits!(u8, u16, u32, u64, i8, i16, i32, i64, usize, isize);

impl<T> FromBits for *const T {
    #[inline(always)]
    fn from_bits(value: u64) -> Self {
        value as usize as Self
    }
}

#[doc(hidden)]
#[inline(always)]
pub fn read_bits<T: HasField<NAME>, const NAME: u64>(base: *const T) -> Result<T::Value, Errno>
where
    T::Value: FromBits,
{
    // The bytes around the bits: 1, 2, 4 or 8, put into the low ones.
    let around: Around = read_address(place::<T, NAME>(base), T::size)?;
    let bits = T::bits();
    let above = around.0 << bits.left;
    Ok(T::Value::from_bits(if bits.is_signed {
        (above.cast_signed() >> bits.right).cast_unsigned()
    } else {
        above >> bits.right
    }))
}

#[derive(Clone, Copy)]
#[repr(transparent)]
struct Around(u64);

// SAFETY: a number of at most 8 bytes, whose width is always asked for.
unsafe impl KernelField for Around {
    const IS_WORD: bool = true;
}

#[doc(hidden)]
#[inline(always)]
pub fn read_text<F: Text, const N: usize>(place: *const F, buffer: &mut [u8; N]) -> Result<&[u8], Errno> {
    crate::helpers::read_kernel_str(F::text(place)?, buffer)
}
