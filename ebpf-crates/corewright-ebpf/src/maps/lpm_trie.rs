use super::definition::{Entry, definition, delete, lookup, update};
use crate::helpers::Errno;

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

const _: () = assert!(core::mem::offset_of!(Prefix<u8>, length) == 0 && core::mem::offset_of!(Prefix<u8>, bits) == 4);

definition! {
    /// `BPF_MAP_TYPE_LPM_TRIE` (4.11): a value for each prefix; the longest one that fits is found. Keys are [`Prefix`]es.
    pub LpmTrie<K, V; ENTRIES>,
    r#type: [i32; 11], map_flags: [i32; 1], max_entries: [i32; ENTRIES], key: K, value: V
}

impl<T: Copy, V: Copy, const ENTRIES: usize> LpmTrie<Prefix<T>, V, ENTRIES> {
    /// The address of the value of the longest prefix that fits.
    #[inline(always)]
    pub fn get(&'static self, key: &Prefix<T>) -> Option<*mut V> {
        // SAFETY: `self` is a map of this kind, with these types of key and value.
        unsafe { lookup(self.handle(), key) }
    }

    /// Creates or overwrites the value of exactly this prefix.
    #[inline(always)]
    pub fn insert(&'static self, key: &Prefix<T>, value: &V) -> Result<(), Errno> {
        // SAFETY: as for `get`.
        unsafe { update(self.handle(), key, value, Entry::Any) }
    }

    /// Removes exactly this prefix; an error if it is not there.
    #[inline(always)]
    pub fn remove(&'static self, key: &Prefix<T>) -> Result<(), Errno> {
        // SAFETY: as for `get`.
        unsafe { delete(self.handle(), key) }
    }
}
