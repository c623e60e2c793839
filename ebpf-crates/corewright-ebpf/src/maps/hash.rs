use core::ptr;

use crate::helpers::{self, Errno};

/// `BPF_NOEXIST`: create, or fail with `EEXIST`.
const NO_EXIST: u64 = 1;

macro_rules! hash_map {
    ($(#[$meta:meta])* $name:ident, $type:literal) => {
        $(#[$meta])*
        ///
        /// Keys are compared byte by byte: a key type with padding must be zeroed first.
        #[repr(C)]
        pub struct $name<K: 'static, V: 'static, const ENTRIES: usize> {
            r#type: *const [i32; $type],
            max_entries: *const [i32; ENTRIES],
            key: *const K,
            value: *const V,
        }

        // SAFETY: the struct is a description without contents; values are reached through helpers, by raw pointer.
        unsafe impl<K, V, const ENTRIES: usize> Sync for $name<K, V, ENTRIES> {}

        impl<K: Copy, V: Copy, const ENTRIES: usize> $name<K, V, ENTRIES> {
            /// The description; used by [`map!`](crate::map).
            #[allow(clippy::new_without_default, reason = "a map only exists as a static")]
            pub const fn new() -> Self {
                Self { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), value: ptr::null() }
            }

            /// The address of a key's value, shared with every other CPU and with user space.
            #[inline(always)]
            pub fn get(&'static self, key: &K) -> Option<*mut V> {
                // SAFETY: `self` is a map of this kind, with this type of key.
                let value = unsafe { helpers::map_lookup_elem(ptr::from_ref(self).cast(), ptr::from_ref(key).cast()) };
                if value.is_null() { None } else { Some(value.cast()) }
            }

            /// Creates or overwrites.
            #[inline(always)]
            pub fn set(&'static self, key: &K, value: &V) -> Result<(), Errno> {
                self.update(key, value, 0)
            }

            /// Creates; an error if the key is there. Of several that try at once, one succeeds.
            #[inline(always)]
            pub fn insert(&'static self, key: &K, value: &V) -> Result<(), Errno> {
                self.update(key, value, NO_EXIST)
            }

            /// Removes; an error if the key is not there.
            #[inline(always)]
            pub fn remove(&'static self, key: &K) -> Result<(), Errno> {
                // SAFETY: `self` is a map of this kind, with this type of key.
                Errno::check(unsafe { helpers::map_delete_elem(ptr::from_ref(self).cast(), ptr::from_ref(key).cast()) })
                    .map(drop)
            }

            #[inline(always)]
            fn update(&'static self, key: &K, value: &V, flags: u64) -> Result<(), Errno> {
                let (key, value) = (ptr::from_ref(key).cast(), ptr::from_ref(value).cast());
                // SAFETY: `self` is a map of this kind, with these types of key and value.
                Errno::check(unsafe { helpers::map_update_elem(ptr::from_ref(self).cast(), key, value, flags) }).map(drop)
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

hash_map! {
    /// `BPF_MAP_TYPE_DEVMAP_HASH` (5.4): network interfaces by any key, for `bpf_redirect_map`. Values are
    /// `u32` interface numbers, or `bpf_devmap_val`; only user space writes them.
    DeviceHashMap, 25
}
