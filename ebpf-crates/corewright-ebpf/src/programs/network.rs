use core::ptr;

use super::{Argument, EbpfContext, context};
use crate::helpers;

context! {
    /// A packet at one of netfilter's hooks (`struct bpf_nf_ctx`, 6.4).
    NetfilterContext {}
}

impl NetfilterContext {
    /// The hook's state, as a `*const nf_hook_state` for [`core_load!`](crate::core_load).
    #[inline(always)]
    pub fn state<T>(&self) -> *const T {
        self.word(0)
    }

    /// The packet, as a `*const sk_buff` for [`core_load!`](crate::core_load).
    #[inline(always)]
    pub fn packet<T>(&self) -> *const T {
        self.word(8)
    }

    #[inline(always)]
    fn word<T: Argument>(&self, offset: usize) -> T {
        // SAFETY: a field of this context. Volatile, so that two of them are not loaded as one.
        T::from_register(unsafe { ptr::read_volatile(self.as_ptr().add(offset).cast::<u64>()) })
    }
}

context! {
    /// A packet whose headers are to be found (`struct __sk_buff`, with `struct bpf_flow_keys` to fill in).
    FlowDissectorContext {
        /// Bytes of it.
        len: u32 = 0;
    }
}

impl FlowDissectorContext {
    /// What is behind the Ethernet header: `0x0800` for IPv4, `0x86dd` for IPv6.
    #[inline(always)]
    pub fn protocol(&self) -> u16 {
        // SAFETY: a field of this context.
        u16::from_be(unsafe { ptr::read_volatile(self.as_ptr().add(16).cast::<u32>()) } as u16)
    }

    /// The address of a `T` in the packet, if so much of it can be reached directly.
    #[inline(always)]
    pub fn ptr_at<T>(&self, offset: usize) -> Option<*const T> {
        // SAFETY: two fields of this context, addresses of 32 bits. Volatile, so that they are loaded one by one.
        let (start, end) = unsafe {
            (
                ptr::read_volatile(self.as_ptr().add(76).cast::<u32>()),
                ptr::read_volatile(self.as_ptr().add(80).cast::<u32>()),
            )
        };
        helpers::packet_pointer(start as usize, end as usize, offset)
    }

    /// Where the findings go: a `struct bpf_flow_keys`.
    #[inline(always)]
    pub fn flow_keys<T>(&self) -> *mut T {
        // SAFETY: a field of this context.
        unsafe { ptr::read_volatile(self.as_ptr().add(144).cast::<*mut T>()) }
    }
}
