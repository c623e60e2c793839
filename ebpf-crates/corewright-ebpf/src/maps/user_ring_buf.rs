use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::definition::definition;
use crate::co_re::KernelField;
use crate::helpers::{self, Errno};

definition! {
    /// `BPF_MAP_TYPE_USER_RINGBUF` (6.1): a queue of samples from user space, `BYTES` long: a power of two and a multiple of the page.
    pub UserRingBuf<; BYTES>, r#type: [i32; 31], max_entries: [i32; BYTES]
}

impl<const BYTES: usize> UserRingBuf<BYTES> {
    /// Hands out one sample after the other, until there is none or `take` breaks off; the last one is taken then, too. Gives how many.
    ///
    /// Kernels for armv7 have no functions that are called back, and refuse the program.
    #[inline(always)]
    pub fn drain<F: FnMut(UserSample) -> ControlFlow<()>>(&'static self, mut take: F) -> Result<u64, Errno> {
        // SAFETY: `self` is a map of this kind; the function takes what is passed along.
        Errno::check(unsafe {
            helpers::user_ringbuf_drain(self.handle(), each::<F> as *const u8, (&raw mut take).cast(), 0)
        })
    }
}

/// What the kernel calls for each sample; 1 has it stop.
extern "C" fn each<F: FnMut(UserSample) -> ControlFlow<()>>(sample: *const u8, take: *mut F) -> i64 {
    // SAFETY: the kernel passes on what `drain` gave it, which lives until that is done.
    i64::from(unsafe { (*take)(UserSample(sample)) }.is_break())
}

/// A sample that user space has written.
pub struct UserSample(*const u8);

impl UserSample {
    /// Copies what stands at an offset; an error behind its end.
    #[inline(always)]
    pub fn read<T: KernelField>(&self, offset: u32) -> Result<T, Errno> {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the kernel writes all of the value, zeroes where it fails; any bits are a value.
        unsafe {
            Errno::check(helpers::dynptr_read(value.as_mut_ptr().cast(), size_of::<T>() as u32, self.0, offset, 0))?;
            Ok(value.assume_init())
        }
    }
}
