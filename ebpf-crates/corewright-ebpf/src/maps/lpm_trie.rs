use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};

/// A prefix, or an address to look up: how many bits count, and the bits in network order.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Prefix<T> {
    /// How many bits of `bits` count, from the first one on.
    pub length: u32,
    /// Such as `[u8; 4]` for an IPv4 address.
    pub bits: T,
}

impl<T> Prefix<T> {
    /// All of the bits: an address to look up.
    #[inline(always)]
    pub const fn whole(bits: T) -> Self {
        Self { length: 8 * size_of::<T>() as u32, bits }
    }
}

definition! {
    /// `BPF_MAP_TYPE_LPM_TRIE` (4.11): a value for each prefix; the longest one that fits is found. Keys are [`Prefix`]es.
    LpmTrie<K, V; ENTRIES>,
    r#type: [i32; 11], map_flags: [i32; 1], max_entries: [i32; ENTRIES], key: K, value: V
}

impl<T: Copy, V: Copy, const ENTRIES: usize> LpmTrie<Prefix<T>, V, ENTRIES> {
    /// The address of the value of the longest prefix that fits.
    #[inline(always)]
    pub fn get(&'static self, key: &Prefix<T>) -> Option<*mut V> {
        // SAFETY: `self` is a map of this kind, with this type of key.
        let value = unsafe { helpers::map_lookup_elem(self.handle(), ptr::from_ref(key).cast()) };
        if value.is_null() { None } else { Some(value.cast()) }
    }

    /// Creates or overwrites the value of exactly this prefix.
    #[inline(always)]
    pub fn set(&'static self, key: &Prefix<T>, value: &V) -> Result<(), Errno> {
        let (key, value) = (ptr::from_ref(key).cast(), ptr::from_ref(value).cast());
        // SAFETY: `self` is a map of this kind, with these types of key and value.
        Errno::check(unsafe { helpers::map_update_elem(self.handle(), key, value, 0) }).map(drop)
    }
}
