use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};

/// `BPF_MAP_TYPE_ARRAY`: `ENTRIES` values that always exist and start as zeroes.
#[repr(C)]
pub struct Array<V: 'static, const ENTRIES: usize> {
    r#type: *const [i32; 2],
    max_entries: *const [i32; ENTRIES],
    key: *const u32,
    value: *const V,
}

// SAFETY: the struct is a description without contents; values are reached through helpers, by raw pointer.
unsafe impl<V, const ENTRIES: usize> Sync for Array<V, ENTRIES> {}

impl<V: Copy, const ENTRIES: usize> Array<V, ENTRIES> {
    /// The description; used by [`map!`](crate::map).
    #[allow(clippy::new_without_default, reason = "a map only exists as a static")]
    pub const fn new() -> Self {
        Self { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), value: ptr::null() }
    }

    /// The address of a value, shared with every other CPU and with user space; nothing beyond the end.
    #[inline(always)]
    pub fn get(&'static self, index: u32) -> Option<*mut V> {
        // SAFETY: `self` is a map of this kind, and its key is four bytes long.
        let value = unsafe { helpers::map_lookup_elem(ptr::from_ref(self).cast(), ptr::from_ref(&index).cast()) };
        if value.is_null() { None } else { Some(value.cast()) }
    }

    /// Overwrites a value.
    #[inline(always)]
    pub fn set(&'static self, index: u32, value: &V) -> Result<(), Errno> {
        let (key, value) = (ptr::from_ref(&index).cast(), ptr::from_ref(value).cast());
        // SAFETY: as for `get`; the value has the map's type.
        Errno::check(unsafe { helpers::map_update_elem(ptr::from_ref(self).cast(), key, value, 0) }).map(drop)
    }
}

definition! {
    /// `BPF_MAP_TYPE_PERCPU_ARRAY` (4.6): `ENTRIES` values for each CPU that always exist and start as zeroes.
    PerCpuArray<V; ENTRIES>, r#type: [i32; 6], max_entries: [i32; ENTRIES], key: u32, value: V
}

impl<V: Copy, const ENTRIES: usize> PerCpuArray<V, ENTRIES> {
    /// The address of this CPU's value, which no other CPU writes; nothing beyond the end.
    #[inline(always)]
    pub fn get(&'static self, index: u32) -> Option<*mut V> {
        // SAFETY: `self` is a map of this kind, and its key is four bytes long.
        let value = unsafe { helpers::map_lookup_elem(self.handle(), ptr::from_ref(&index).cast()) };
        if value.is_null() { None } else { Some(value.cast()) }
    }
}
