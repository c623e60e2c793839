use core::mem::{ManuallyDrop, MaybeUninit, size_of};
use core::ops::{Deref, DerefMut};
use core::ptr;

use super::definition::{definition, lookup};
use crate::helpers::{self, Errno};

crate::map! {
    /// How many samples found no room in any of the object's ring buffers, the log's too. The kernel doesn't count
    /// them; loaders report this.
    pub(crate) static COREWRIGHT_LOST: Counter;
}

definition! {
    /// `BPF_MAP_TYPE_ARRAY` of one number, which user space maps and reads without a system call (`BPF_F_MMAPABLE`, 5.5).
    pub(crate) Counter<;>,
    r#type: [i32; 2], map_flags: [i32; 1 << 10], max_entries: [i32; 1], key: u32, value: u64
}

impl Counter {
    #[inline(always)]
    pub(crate) fn count(&'static self) {
        // SAFETY: `self` is a map of this kind, with these types of key and value.
        unsafe {
            if let Some(value) = lookup(self.handle(), &0_u32) {
                crate::atomic_add(value, 1);
            }
        }
    }
}

/// `BPF_MAP_TYPE_RINGBUF` (5.8): a queue of samples to user space, `BYTES` long: a power of two and a multiple of the
/// page.
#[repr(C)]
pub struct RingBuf<const BYTES: usize> {
    r#type: *const [i32; 27],
    max_entries: *const [i32; BYTES],
}

// SAFETY: the struct is a description without contents; the kernel's ring buffer is made for many writers.
unsafe impl<const BYTES: usize> Sync for RingBuf<BYTES> {}

impl<const BYTES: usize> RingBuf<BYTES> {
    /// The description; used by [`map!`](crate::map).
    #[allow(clippy::new_without_default, reason = "a map only exists as a static")]
    pub const fn new() -> Self {
        const {
            assert!(BYTES.is_power_of_two() && BYTES >= 4096, "a ring buffer's size is a power of two, at least a page")
        };
        Self { r#type: ptr::null(), max_entries: ptr::null() }
    }

    /// Room for one `T`, or nothing when user space reads too slowly: then the sample counts as lost.
    #[inline(always)]
    pub fn reserve<T>(&'static self) -> Option<RingBufEntry<T>> {
        const { assert!(align_of::<T>() <= 8, "samples are aligned to 8 bytes") };
        // SAFETY: `self` is a map of this kind; the loader puts the kernel's map in its place.
        let sample = unsafe { helpers::ringbuf_reserve(ptr::from_ref(self).cast(), size_of::<T>() as u64, 0) };
        if sample.is_null() {
            COREWRIGHT_LOST.count();
            return None;
        }
        Some(RingBufEntry { sample: sample.cast() })
    }

    /// Copies a sample to user space; an error when that reads too slowly: then the sample counts as lost.
    ///
    /// All of it is shown to user space: `T` should have no padding.
    #[inline(always)]
    pub fn output<T: Copy>(&'static self, sample: &T) -> Result<(), Errno> {
        let (map, sample) = (ptr::from_ref(self).cast(), ptr::from_ref(sample).cast());
        // SAFETY: `self` is a map of this kind, and the sample is as long as is said.
        let result = Errno::check(unsafe { helpers::ringbuf_output(map, sample, size_of::<T>() as u64, 0) });
        if result.is_err() {
            COREWRIGHT_LOST.count();
        }
        result.map(drop)
    }

    /// Copies a sample whose length is found out only when it is made; an error when user space reads too slowly: then the sample counts
    /// as lost.
    ///
    /// # Safety
    /// There must be so many bytes, and the verifier must see it.
    #[inline(always)]
    pub unsafe fn output_bytes(&'static self, sample: *const u8, bytes: u64) -> Result<(), Errno> {
        // SAFETY: `self` is a map of this kind; the sample is the caller's promise.
        let result = Errno::check(unsafe { helpers::ringbuf_output(ptr::from_ref(self).cast(), sample, bytes, 0) });
        if result.is_err() {
            COREWRIGHT_LOST.count();
        }
        result.map(drop)
    }

    /// Bytes that user space has not read yet.
    #[inline(always)]
    pub fn unread(&'static self) -> u64 {
        // SAFETY: `self` is a map of this kind; 0 is BPF_RB_AVAIL_DATA.
        unsafe { helpers::ringbuf_query(ptr::from_ref(self).cast(), 0) }
    }
}

/// Room in a ring buffer that is not yet visible to user space. [`send`](Self::send) fills it; what is too large for a program's stack
/// is written in place, and then [`submit`](Self::submit)ted. Dropped without either, it is given back.
///
/// The memory holds whatever an earlier sample left there: write all of it.
pub struct RingBufEntry<T> {
    sample: *mut MaybeUninit<T>,
}

impl<T> RingBufEntry<T> {
    /// Writes the sample and hands it to user space. All of it is shown there: `T` should have no padding.
    #[inline(always)]
    pub fn send(mut self, sample: T) {
        self.write(sample);
        // SAFETY: all of it was just written.
        unsafe { self.submit() };
    }

    /// Hands the sample to user space and wakes it up if it waits.
    ///
    /// # Safety
    /// All of the sample must have been written.
    #[inline(always)]
    pub unsafe fn submit(self) {
        let kept = ManuallyDrop::new(self);
        // SAFETY: the address came from the reserve call, and is released only here or in `drop`.
        unsafe { helpers::ringbuf_submit(kept.sample.cast(), 0) };
    }
}

impl<T> Deref for RingBufEntry<T> {
    type Target = MaybeUninit<T>;

    #[inline(always)]
    fn deref(&self) -> &MaybeUninit<T> {
        // SAFETY: not null, aligned, of the size of `T`, and ours alone until submitted.
        unsafe { &*self.sample }
    }
}

impl<T> DerefMut for RingBufEntry<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut MaybeUninit<T> {
        // SAFETY: as for `deref`.
        unsafe { &mut *self.sample }
    }
}

impl<T> Drop for RingBufEntry<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the address came from the reserve call, and was not submitted.
        unsafe { helpers::ringbuf_discard(self.sample.cast(), 0) };
    }
}
