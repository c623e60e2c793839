use crate::helpers;

/// What all contexts have.
pub trait EbpfContext {
    /// The context's address, for helpers that ask for it.
    fn as_ptr(&self) -> *mut u8;

    /// The current thread's name.
    #[inline(always)]
    fn command(&self) -> [u8; 16] {
        helpers::current_comm()
    }

    /// The current thread's id.
    #[inline(always)]
    fn pid(&self) -> u32 {
        helpers::current_pid_tgid().0
    }

    /// The current thread's process id.
    #[inline(always)]
    fn tgid(&self) -> u32 {
        helpers::current_pid_tgid().1
    }

    /// The current thread's user id.
    #[inline(always)]
    fn uid(&self) -> u32 {
        helpers::current_uid_gid().0
    }

    /// The current thread's group id.
    #[inline(always)]
    fn gid(&self) -> u32 {
        helpers::current_uid_gid().1
    }
}

/// A value that fits a register: an argument, or what a function returned.
pub trait Argument: Copy {
    /// From the register; what is narrower is in its low bits.
    fn from_register(value: u64) -> Self;
}

macro_rules! argument {
    ($($type:ty),+) => { $(
        impl Argument for $type {
            #[inline(always)]
            fn from_register(value: u64) -> Self {
                value as Self
            }
        }
    )+ };
}

argument!(u8, u16, u32, u64, i8, i16, i32, i64, usize, isize);

impl Argument for bool {
    #[inline(always)]
    fn from_register(value: u64) -> Self {
        value as u8 != 0
    }
}

impl<T> Argument for *const T {
    #[inline(always)]
    fn from_register(value: u64) -> Self {
        value as usize as Self
    }
}

impl<T> Argument for *mut T {
    #[inline(always)]
    fn from_register(value: u64) -> Self {
        value as usize as Self
    }
}

/// Declares a context: a pointer that is never computed with, and loads of its fields.
macro_rules! context {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty = $offset:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub struct $name(*mut u8);

        impl $name {
            /// From the program's only argument.
            ///
            /// # Safety
            /// It must be the context that the kernel gave to a program of this kind.
            #[inline(always)]
            pub unsafe fn new(context: *mut u8) -> Self {
                Self(context)
            }

            $(
                $(#[$field_meta])*
                #[inline(always)]
                pub fn $field(&self) -> $type {
                    // SAFETY: a field of this context. Volatile, so that two of them are not loaded as one.
                    unsafe { core::ptr::read_volatile(self.0.add($offset).cast::<$type>()) }
                }
            )*
        }

        impl $crate::programs::EbpfContext for $name {
            #[inline(always)]
            fn as_ptr(&self) -> *mut u8 {
                self.0
            }
        }
    };
}

pub(crate) use context;

macro_rules! cookies {
    ($($context:ident since $since:literal),+) => { $(
        impl super::$context {
            #[doc = concat!("What it was attached with (", $since, ").")]
            #[inline(always)]
            pub fn cookie(&self) -> u64 {
                // SAFETY: the context is this program's own.
                unsafe { helpers::get_attach_cookie(self.as_ptr()) }
            }
        }
    )+ };
}

cookies!(
    ProbeContext since "5.15", RetProbeContext since "5.15", TracePointContext since "5.15", PerfEventContext since "5.15",
    BtfTracePointContext since "6.0", FEntryContext since "6.0", FExitContext since "6.0", FModRetContext since "6.0",
    RawTracePointContext since "6.10"
);

/// An IPv6 address in a context: four words, which the kernel wants loaded one by one.
#[inline(always)]
pub(crate) fn ipv6(context: *const u8, offset: usize) -> [u8; 16] {
    let mut words = [0_u32; 4];
    for (i, word) in words.iter_mut().enumerate() {
        // SAFETY: the caller knows that the address is there.
        *word = unsafe { core::ptr::read_volatile(context.add(offset + 4 * i).cast()) };
    }
    // SAFETY: four words are 16 bytes, in the order of the network as they are.
    unsafe { core::mem::transmute::<[u32; 4], [u8; 16]>(words) }
}
