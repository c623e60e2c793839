use super::definition::{Entry, definition, lookup, update};
use crate::helpers::Errno;

macro_rules! array {
    ($(#[$meta:meta])* $name:ident, $type:literal, $whose:literal) => {
        definition! {
            $(#[$meta])*
            pub $name<V; ENTRIES>, r#type: [i32; $type], max_entries: [i32; ENTRIES], key: u32, value: V
        }

        impl<V: Copy, const ENTRIES: usize> $name<V, ENTRIES> {
            #[doc = concat!("The address of a value, ", $whose, "; nothing beyond the end.")]
            #[inline(always)]
            pub fn get(&'static self, index: u32) -> Option<*mut V> {
                // SAFETY: `self` is a map of this kind, with these types of key and value.
                unsafe { lookup(self.handle(), &index) }
            }

            #[doc = concat!("Overwrites a value, ", $whose, ".")]
            #[inline(always)]
            pub fn set(&'static self, index: u32, value: &V) -> Result<(), Errno> {
                // SAFETY: as for `get`.
                unsafe { update(self.handle(), &index, value, Entry::Any) }
            }
        }
    };
}

array! {
    /// `BPF_MAP_TYPE_ARRAY`: `ENTRIES` values that always exist and start as zeroes.
    Array, 2, "shared with every other CPU and with user space"
}

array! {
    /// `BPF_MAP_TYPE_PERCPU_ARRAY` (4.6): `ENTRIES` values for each CPU that always exist and start as zeroes.
    PerCpuArray, 6, "this CPU's, which no other one writes"
}
