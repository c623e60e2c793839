//! Reading memory that may not be there.

use core::mem::MaybeUninit;

use super::{
    Errno, probe_read_kernel, probe_read_kernel_str, probe_read_user, probe_read_user_str, raw_copy_from_user,
    raw_d_path, raw_get_stack,
};
use crate::co_re::KernelField;

/// Copies a value from the kernel's memory. For fields of kernel types, see [`core_read!`](crate::core_read).
#[inline(always)]
pub fn read_kernel<T: KernelField>(source: *const T) -> Result<T, Errno> {
    let mut value = MaybeUninit::<T>::uninit();
    // SAFETY: there is room for the value, which the kernel writes, zeroes where it fails; any bits are a value.
    unsafe {
        Errno::check(probe_read_kernel(value.as_mut_ptr().cast(), size_of::<T>() as u32, source as u64))?;
        Ok(value.assume_init())
    }
}

/// Copies a value from the current process's memory.
#[inline(always)]
pub fn read_user<T: KernelField>(source: *const T) -> Result<T, Errno> {
    let mut value = MaybeUninit::<T>::uninit();
    // SAFETY: as for `read_kernel`.
    unsafe {
        Errno::check(probe_read_user(value.as_mut_ptr().cast(), size_of::<T>() as u32, source as u64))?;
        Ok(value.assume_init())
    }
}

/// Copies a value from the current process's memory, also where it has to be fetched first: for programs that may sleep (5.10).
#[inline(always)]
pub fn copy_from_user<T: KernelField>(source: *const T) -> Result<T, Errno> {
    let mut value = MaybeUninit::<T>::uninit();
    // SAFETY: as for `read_kernel`.
    unsafe {
        Errno::check(raw_copy_from_user(value.as_mut_ptr().cast(), size_of::<T>() as u32, source as u64))?;
        Ok(value.assume_init())
    }
}

/// Copies a string from the kernel's memory, and gives it without its end; cut off where the buffer ends.
#[inline(always)]
pub fn read_kernel_str<const N: usize>(source: *const u8, buffer: &mut [u8; N]) -> Result<&[u8], Errno> {
    // SAFETY: the buffer has the size that is given.
    let read = unsafe { probe_read_kernel_str(buffer.as_mut_ptr(), N as u32, source as u64) };
    text_in(buffer, read)
}

/// What a helper wrote into a buffer, of which it says how long it is with its end.
#[inline(always)]
pub(crate) fn text_in<const N: usize>(buffer: &[u8; N], written: i64) -> Result<&[u8], Errno> {
    let length = (Errno::check(written)? as usize).wrapping_sub(1);
    // Never so; but the verifier does not know it.
    if length >= N {
        return Ok(&[]);
    }
    // SAFETY: it is less than the buffer.
    Ok(unsafe { core::slice::from_raw_parts(buffer.as_ptr(), length) })
}

/// Copies a string from the current process's memory, and gives it without its end; cut off where the buffer ends.
#[inline(always)]
pub fn read_user_str<const N: usize>(source: *const u8, buffer: &mut [u8; N]) -> Result<&[u8], Errno> {
    // SAFETY: the buffer has the size that is given.
    let read = unsafe { probe_read_user_str(buffer.as_mut_ptr(), N as u32, source as u64) };
    text_in(buffer, read)
}

/// The path of a file, for hooks that the kernel allows it in (`d_path` of 5.10): LSM hooks and some functions.
///
/// # Safety
/// The pointer must be a `struct path` that the verifier knows for what it is.
#[inline(always)]
pub unsafe fn path_of<T, const N: usize>(path: *const T, buffer: &mut [u8; N]) -> Result<&[u8], Errno> {
    // SAFETY: the buffer has the size that is given; the path is the caller's promise.
    let written = unsafe { raw_d_path(path.cast(), buffer.as_mut_ptr(), N as u32) };
    text_in(buffer, written)
}

/// Whose call stack.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum StackOf {
    /// The kernel's.
    Kernel = 0,
    /// That of the current process (`BPF_F_USER_STACK`).
    User = 1 << 8,
}

/// Copies the current call stack, as addresses. Gives how many.
#[inline(always)]
pub fn call_stack<const N: usize>(
    context: &impl crate::programs::EbpfContext,
    addresses: &mut [u64; N],
    of: StackOf,
) -> Result<usize, Errno> {
    // SAFETY: the context is this program's own; the buffer has the size that is given.
    let bytes = unsafe { raw_get_stack(context.as_ptr(), addresses.as_mut_ptr().cast(), (N * 8) as u32, of as u64) };
    Ok(Errno::check(bytes)? as usize / 8)
}
