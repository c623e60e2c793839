//! What all kinds of maps share: how they are described, and the three calls that most of them know.

use core::ptr;

use crate::helpers::{self, Errno};

/// Declares a map's description: a struct whose fields are the attributes that a loader reads from its BTF, and `new`.
macro_rules! definition {
    ($(#[$meta:meta])* $visibility:vis $name:ident<$($parameter:ident),* ; $($number:ident),*>, $($field:ident: $type:ty),+) => {
        $(#[$meta])*
        #[repr(C)]
        $visibility struct $name<$($parameter: 'static,)* $(const $number: usize),*> {
            $($field: *const $type,)+
        }

        // SAFETY: the struct is a description without contents; values are reached through helpers, by raw pointer.
        unsafe impl<$($parameter,)* $(const $number: usize),*> Sync for $name<$($parameter,)* $($number),*> {}

        impl<$($parameter,)* $(const $number: usize),*> $name<$($parameter,)* $($number),*> {
            /// The description; used by [`map!`](crate::map).
            #[allow(clippy::new_without_default, reason = "a map only exists as a static")]
            $visibility const fn new() -> Self {
                Self { $($field: core::ptr::null(),)+ }
            }

            #[inline(always)]
            fn handle(&'static self) -> *const u8 {
                core::ptr::from_ref(self).cast()
            }
        }
    };
}

pub(crate) use definition;

/// The address of a key's value.
///
/// # Safety
/// The handle must be that of a map with keys of this type and values of that.
#[inline(always)]
pub(super) unsafe fn lookup<K, V>(map: *const u8, key: &K) -> Option<*mut V> {
    // SAFETY: as the caller promises.
    let value = unsafe { helpers::map_lookup_elem(map, ptr::from_ref(key).cast()) };
    if value.is_null() { None } else { Some(value.cast()) }
}

/// Which entries an update may meet: `BPF_ANY` and `BPF_NOEXIST` of include/uapi/linux/bpf.h.
#[derive(Clone, Copy)]
#[repr(u64)]
pub(super) enum Entry {
    Any = 0,
    New = 1,
}

/// Writes a key's value.
///
/// # Safety
/// As for [`lookup`].
#[inline(always)]
pub(super) unsafe fn update<K, V>(map: *const u8, key: &K, value: &V, entry: Entry) -> Result<(), Errno> {
    let (key, value) = (ptr::from_ref(key).cast(), ptr::from_ref(value).cast());
    // SAFETY: as the caller promises.
    Errno::check(unsafe { helpers::map_update_elem(map, key, value, entry as u64) }).map(drop)
}

/// Removes a key and its value.
///
/// # Safety
/// As for [`lookup`].
#[inline(always)]
pub(super) unsafe fn delete<K>(map: *const u8, key: &K) -> Result<(), Errno> {
    // SAFETY: as the caller promises.
    Errno::check(unsafe { helpers::map_delete_elem(map, ptr::from_ref(key).cast()) }).map(drop)
}
