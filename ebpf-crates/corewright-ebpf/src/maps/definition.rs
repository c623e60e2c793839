/// Declares a map's description: a struct whose fields are the attributes that a loader reads from its BTF, and `new`.
macro_rules! definition {
    ($(#[$meta:meta])* $name:ident<$($parameter:ident),* ; $($number:ident),*>, $($field:ident: $type:ty),+) => {
        $(#[$meta])*
        #[repr(C)]
        pub struct $name<$($parameter: 'static,)* $(const $number: usize),*> {
            $($field: *const $type,)+
        }

        // SAFETY: the struct is a description without contents; values are reached through helpers, by raw pointer.
        unsafe impl<$($parameter,)* $(const $number: usize),*> Sync for $name<$($parameter,)* $($number),*> {}

        impl<$($parameter,)* $(const $number: usize),*> $name<$($parameter,)* $($number),*> {
            /// The description; used by [`map!`](crate::map).
            #[allow(clippy::new_without_default, reason = "a map only exists as a static")]
            pub const fn new() -> Self {
                Self { $($field: core::ptr::null(),)+ }
            }

            #[inline(always)]
            #[allow(dead_code, reason = "not every kind of map is passed to a helper")]
            fn handle(&'static self) -> *const u8 {
                core::ptr::from_ref(self).cast()
            }
        }
    };
}

pub(crate) use definition;
