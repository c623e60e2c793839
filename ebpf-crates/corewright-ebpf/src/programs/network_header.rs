//! Packets from the IP header on.

use core::mem::MaybeUninit;

use super::{EbpfContext, SkBuff};
use crate::co_re::KernelField;
use crate::helpers::{self, Errno};

/// `BPF_HDR_START_NET` of include/uapi/linux/bpf.h.
const FROM_NETWORK_HEADER: u32 = 1;

impl SkBuff {
    /// A copy of a `T` that stands in the packet at an offset from the IP header on, whatever is in front of that (4.18).
    #[inline(always)]
    pub fn load_network<T: KernelField>(&self, offset: u32) -> Result<T, Errno> {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the context is this program's own; the kernel writes all of the value, zeroes where it fails; any bits are one.
        unsafe {
            Errno::check(helpers::skb_load_bytes_relative(
                self.as_ptr(),
                offset,
                value.as_mut_ptr().cast(),
                size_of::<T>() as u32,
                FROM_NETWORK_HEADER,
            ))?;
            Ok(value.assume_init())
        }
    }
}
