use core::ptr;

use super::definition::lookup;

macro_rules! map_of_maps {
    ($(#[$meta:meta])* $name:ident<$($key:ident)?>, $type:literal, $key_type:ty) => {
        $(#[$meta])*
        #[repr(C)]
        pub struct $name<$($key: 'static,)? I: 'static, const ENTRIES: usize> {
            r#type: *const [i32; $type],
            max_entries: *const [i32; ENTRIES],
            key: *const $key_type,
            values: [*const I; 0],
        }

        // SAFETY: the struct is a description without contents.
        unsafe impl<$($key,)? I, const ENTRIES: usize> Sync for $name<$($key,)? I, ENTRIES> {}

        impl<$($key: Copy,)? I, const ENTRIES: usize> $name<$($key,)? I, ENTRIES> {
            /// The description; used by [`map!`](crate::map).
            #[allow(clippy::new_without_default, reason = "a map only exists as a static")]
            pub const fn new() -> Self {
                Self { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), values: [] }
            }

            /// The map that is there, if one is.
            #[inline(always)]
            pub fn get(&'static self, key: &$key_type) -> Option<&'static I> {
                // SAFETY: `self` is a map of this kind, with this type of key; what is in it is like `I`. Nothing of an `I` is ever
                // read: its address is all that there is to a map.
                unsafe { lookup::<_, I>(ptr::from_ref(self).cast(), key).map(|map| &*map) }
            }
        }
    };
}

map_of_maps! {
    /// `BPF_MAP_TYPE_ARRAY_OF_MAPS` (4.12): `ENTRIES` maps that are all like `I`; user space puts them in. 32-bit kernels only find
    /// the first one.
    ArrayOfMaps<>, 12, u32
}

map_of_maps! {
    /// `BPF_MAP_TYPE_HASH_OF_MAPS` (4.12): maps that are all like `I`, by key; user space puts them in.
    HashOfMaps<K>, 13, K
}
