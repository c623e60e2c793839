use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};

definition! {
    /// `BPF_MAP_TYPE_BLOOM_FILTER` (5.16): a set for about `ENTRIES` values that may claim to hold what was never put in.
    pub BloomFilter<V; ENTRIES>, r#type: [i32; 30], max_entries: [i32; ENTRIES], value: V
}

impl<V: Copy, const ENTRIES: usize> BloomFilter<V, ENTRIES> {
    /// Puts a value in; it can not be taken out again.
    #[inline(always)]
    pub fn insert(&'static self, value: &V) -> Result<(), Errno> {
        // SAFETY: `self` is a map of this kind, with this type of value.
        Errno::check(unsafe { helpers::map_push_elem(self.handle(), ptr::from_ref(value).cast(), 0) }).map(drop)
    }

    /// Whether a value may have been put in; if not, it certainly was not.
    #[inline(always)]
    pub fn contains(&'static self, value: &V) -> bool {
        // SAFETY: as for `insert`; the kernel only reads the value.
        unsafe { helpers::map_peek_elem(self.handle(), ptr::from_ref(value).cast_mut().cast()) >= 0 }
    }
}
