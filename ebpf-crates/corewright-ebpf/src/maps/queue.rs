use core::mem::MaybeUninit;
use core::ptr;

use super::definition::definition;
use crate::co_re::KernelField;
use crate::helpers::{self, Errno};

macro_rules! queue {
    ($name:ident) => {
        impl<V: KernelField, const ENTRIES: usize> $name<V, ENTRIES> {
            /// Puts a value in; an error where it is full.
            #[inline(always)]
            pub fn push(&'static self, value: &V) -> Result<(), Errno> {
                // SAFETY: `self` is a map of this kind, with this type of value.
                Errno::check(unsafe { helpers::map_push_elem(self.handle(), ptr::from_ref(value).cast(), 0) }).map(drop)
            }

            /// Takes the next value out; nothing where it is empty.
            #[inline(always)]
            pub fn pop(&'static self) -> Option<V> {
                let mut value = MaybeUninit::<V>::uninit();
                // SAFETY: the kernel writes all of the value, zeroes where there is none; any bits are one.
                unsafe {
                    let result = helpers::map_pop_elem(self.handle(), value.as_mut_ptr().cast());
                    if result < 0 { None } else { Some(value.assume_init()) }
                }
            }

            /// Copies the next value; nothing where it is empty.
            #[inline(always)]
            pub fn peek(&'static self) -> Option<V> {
                let mut value = MaybeUninit::<V>::uninit();
                // SAFETY: as for `pop`.
                unsafe {
                    let result = helpers::map_peek_elem(self.handle(), value.as_mut_ptr().cast());
                    if result < 0 { None } else { Some(value.assume_init()) }
                }
            }
        }
    };
}

definition! {
    /// `BPF_MAP_TYPE_QUEUE` (4.20): at most `ENTRIES` values, the oldest out first.
    pub Queue<V; ENTRIES>, r#type: [i32; 22], max_entries: [i32; ENTRIES], value: V
}

definition! {
    /// `BPF_MAP_TYPE_STACK` (4.20): at most `ENTRIES` values, the newest out first.
    pub Stack<V; ENTRIES>, r#type: [i32; 23], max_entries: [i32; ENTRIES], value: V
}

queue! { Queue }
queue! { Stack }
