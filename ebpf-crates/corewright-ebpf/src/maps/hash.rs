use super::definition::{Entry, definition, delete, lookup, update};
use crate::helpers::Errno;

macro_rules! hash_map {
    ($(#[$meta:meta])* $name:ident, $type:literal) => {
        definition! {
            $(#[$meta])*
            ///
            /// Keys are compared byte by byte: a key type with padding must be zeroed first.
            pub $name<K, V; ENTRIES>, r#type: [i32; $type], max_entries: [i32; ENTRIES], key: K, value: V
        }

        impl<K: Copy, V: Copy, const ENTRIES: usize> $name<K, V, ENTRIES> {
            /// The address of a key's value, shared with every other CPU and with user space.
            #[inline(always)]
            pub fn get(&'static self, key: &K) -> Option<*mut V> {
                // SAFETY: `self` is a map of this kind, with these types of key and value.
                unsafe { lookup(self.handle(), key) }
            }

            /// Creates or overwrites.
            #[inline(always)]
            pub fn insert(&'static self, key: &K, value: &V) -> Result<(), Errno> {
                // SAFETY: as for `get`.
                unsafe { update(self.handle(), key, value, Entry::Any) }
            }

            /// Creates; an error if the key is there. Of several that try at once, one succeeds.
            #[inline(always)]
            pub fn try_insert(&'static self, key: &K, value: &V) -> Result<(), Errno> {
                // SAFETY: as for `get`.
                unsafe { update(self.handle(), key, value, Entry::New) }
            }

            /// Removes; an error if the key is not there.
            #[inline(always)]
            pub fn remove(&'static self, key: &K) -> Result<(), Errno> {
                // SAFETY: as for `get`.
                unsafe { delete(self.handle(), key) }
            }
        }
    };
}

hash_map! {
    /// `BPF_MAP_TYPE_HASH`: at most `ENTRIES` entries; a full map refuses new ones.
    HashMap, 1
}

hash_map! {
    /// `BPF_MAP_TYPE_LRU_HASH` (4.10): about `ENTRIES` entries; a full map forgets what was not used for long.
    LruHashMap, 9
}

hash_map! {
    /// `BPF_MAP_TYPE_PERCPU_HASH` (4.6): a value for each CPU. [`get`](Self::get) is this CPU's, which no other one writes.
    PerCpuHashMap, 5
}

hash_map! {
    /// `BPF_MAP_TYPE_LRU_PERCPU_HASH` (4.10): like [`PerCpuHashMap`], forgetting what was not used for long.
    LruPerCpuHashMap, 10
}
