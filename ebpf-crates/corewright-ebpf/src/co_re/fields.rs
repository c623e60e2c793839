//! What a field's type says about how it is read.

use core::mem::size_of;

use crate::helpers::{Errno, probe_read_kernel};

/// A type that a field of the kernel's may have here, or what stands in a packet: a struct of bytes may be made one.
///
/// # Safety
/// Every pattern of bits must be a value, and `IS_WORD` must be true where the kernel's width is the width of a pointer.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` can't be read as a whole",
    label = "read a field of it",
    note = "integers, pointers and arrays of integers can be read; `core_address!` gives the address of anything"
)]
pub unsafe trait KernelField: Copy {
    /// Whether the kernel's field has 4 bytes on a 32-bit kernel and 8 on a 64-bit one.
    const IS_WORD: bool;

    /// The value of which only the low `size` bytes were read, and the others are zero.
    #[inline(always)]
    fn extended(self, size: u32) -> Self {
        let _ = size;
        self
    }
}

/// A kernel type with a field of a name; [`kernel_types!`](crate::kernel_types) says so of each one it declares. `NAME` is [`name`]'s number.
#[diagnostic::on_unimplemented(
    message = "the declaration of `{Self}` has no such field",
    label = "not a field that `kernel_types!` declares",
    note = "add it to the kernel_types! declaration"
)]
pub trait HasField<const NAME: u64>: Sized {
    /// Its type.
    type Value;

    /// Its offset in bytes, as the kernel has it.
    fn offset() -> usize;

    /// Its size in bytes, as the kernel has it.
    fn size() -> u32;

    /// Where its bits are, as the kernel has them.
    fn bits() -> Bits;

    /// Loads it directly, as a number without a sign.
    fn load(base: *const Self) -> u64;
}

/// Where the bits of a field are among its bytes.
#[derive(Clone, Copy)]
pub struct Bits {
    /// How far to the left until what is above the field is gone, in a `u64`.
    pub left: u64,
    /// How far back.
    pub right: u64,
    /// Whether it has a sign.
    pub is_signed: bool,
}

/// The number that stands for a field's name (FNV-1a). Two fields of one type with the same number don't compile.
pub const fn name(text: &str) -> u64 {
    let bytes = text.as_bytes();
    // `r#type` is called `type`.
    let mut i = if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' { 2 } else { 0 };
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

/// What a path can go on from: a pointer, which is read, or a struct inside another.
#[diagnostic::on_unimplemented(
    message = "a path can't go on behind a field of type `{Self}`",
    note = "only a pointer to a type that kernel_types! declares, or such a type itself, has fields"
)]
pub trait Through {
    /// Whose fields come next.
    type Target;

    /// From the field's address to that of the next object.
    fn through(address: usize, size: impl Fn() -> u32) -> Result<*const Self::Target, Errno>;

    /// The same with a direct load.
    fn through_load(address: impl Fn() -> usize, load: impl Fn() -> u64) -> *const Self::Target;
}

impl<T> Through for *const T {
    type Target = T;

    #[inline(always)]
    fn through(address: usize, size: impl Fn() -> u32) -> Result<*const T, Errno> {
        read_address(address, size)
    }

    #[inline(always)]
    fn through_load(_: impl Fn() -> usize, load: impl Fn() -> u64) -> *const T {
        load() as usize as *const T
    }
}

/// What a field's method gives: the value, or the address of what is too much for one.
pub trait Readable {
    /// The value's type.
    type Read;

    /// Reads it.
    fn read(address: usize, size: impl Fn() -> u32) -> Result<Self::Read, Errno>;
}

/// What an array may consist of.
pub trait Element: Sized {
    /// What a whole array is read as.
    type Array<const N: usize>;

    /// Reads a whole array.
    fn array<const N: usize>(address: usize) -> Result<Self::Array<N>, Errno>;

    /// The distance of two elements in bytes, as the kernel has it.
    fn stride() -> usize;
}

impl<T: Element, const N: usize> Readable for [T; N] {
    type Read = T::Array<N>;

    #[inline(always)]
    fn read(address: usize, _: impl Fn() -> u32) -> Result<T::Array<N>, Errno> {
        T::array(address)
    }
}

macro_rules! numbers {
    ($($type:ty),+) => { $(
        // SAFETY: an integer of this width on every kernel.
        unsafe impl KernelField for $type {
            const IS_WORD: bool = false;
        }

        // SAFETY: as wide as its elements are many.
        unsafe impl<const N: usize> KernelField for [$type; N] {
            const IS_WORD: bool = false;
        }

        impl Readable for $type {
            type Read = Self;

            #[inline(always)]
            fn read(address: usize, size: impl Fn() -> u32) -> Result<Self, Errno> {
                read_address(address, size)
            }
        }

        impl Element for $type {
            type Array<const N: usize> = [Self; N];

            #[inline(always)]
            fn array<const N: usize>(address: usize) -> Result<[Self; N], Errno> {
                read_address(address, || 0)
            }

            #[inline(always)]
            fn stride() -> usize {
                size_of::<Self>()
            }
        }
    )+ };
}

numbers!(u8, u16, u32, u64, i8, i16, i32, i64);

macro_rules! words {
    ([$($parameter:ident)?] $type:ty) => {
        impl$(<$parameter>)? Readable for $type {
            type Read = Self;

            #[inline(always)]
            fn read(address: usize, size: impl Fn() -> u32) -> Result<Self, Errno> {
                read_address(address, size)
            }
        }

        impl$(<$parameter>)? Element for $type {
            // The kernel's array is not laid out like one of ours on 32-bit machines.
            type Array<const N: usize> = *const [Self; N];

            #[inline(always)]
            fn array<const N: usize>(address: usize) -> Result<*const [Self; N], Errno> {
                Ok(address as *const [Self; N])
            }

            #[inline(always)]
            fn stride() -> usize {
                word_size() as usize
            }
        }
    };
}

// SAFETY: `unsigned long` and `size_t`.
unsafe impl KernelField for usize {
    const IS_WORD: bool = true;
}

// SAFETY: `long`, and with its sign.
unsafe impl KernelField for isize {
    const IS_WORD: bool = true;

    #[inline(always)]
    fn extended(self, size: u32) -> Self {
        // The verifier knows no negative widths of shifts; the mask keeps LLVM from making one up.
        let unused = (64 - 8 * size) & 63;
        (self << unused) >> unused
    }
}

// SAFETY: any address will do, for nothing is read through it but by `probe_read_kernel`.
unsafe impl<T> KernelField for *const T {
    const IS_WORD: bool = true;
}

words! { [] usize }
words! { [] isize }
words! { [T] *const T }

/// Bytes of a kernel pointer: 8, or 4 on 32-bit machines.
#[inline(always)]
pub fn word_size() -> u32 {
    crate::core_field_size!(list_head___corewright, next)
}

crate::kernel_types! {
    /// Every kernel has it: its fields are pointers.
    struct list_head___corewright {
        next: *const u8,
    }
}

/// Reads what is at an address; `size` is asked for how wide the kernel's words are.
#[doc(hidden)]
#[inline(always)]
pub fn read_address<F: KernelField>(address: usize, size: impl Fn() -> u32) -> Result<F, Errno> {
    // SAFETY: `F` is a `KernelField`, for which zeroes are a value.
    let mut value: F = unsafe { core::mem::zeroed() };
    // A word narrower than ours lands in the low bytes of the zeroed value: BPF here is little-endian on every target.
    let size = if F::IS_WORD { size() } else { size_of::<F>() as u32 };
    // SAFETY: `value` has room for `size` bytes: a word has at most 8, which the verifier checks against the stack slot.
    Errno::check(unsafe { probe_read_kernel((&raw mut value).cast(), size, address as u64) })?;
    Ok(value.extended(size))
}

/// The read behind the form of [`core_read!`](crate::core_read) that names the type; `projection` only says of which type the field is.
#[doc(hidden)]
#[inline(always)]
pub fn read_field<T, F: KernelField>(
    base: *const T,
    projection: fn(*const T) -> *const F,
    offset: usize,
    kernel_size: u32,
) -> Result<F, Errno> {
    let _ = projection;
    read_address((base as usize).wrapping_add(offset), || kernel_size)
}
