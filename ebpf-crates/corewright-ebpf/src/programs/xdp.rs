use super::{Direction, XdpAction, context};
use crate::co_re::KernelField;
use crate::helpers::{self, Errno};

context! {
    /// A packet as the driver received it (`struct xdp_md`).
    XdpContext {
        /// The interface it came in on.
        ingress_ifindex: u32 = 12;
        /// The queue it came in on.
        rx_queue_index: u32 = 16;
        /// The interface it goes out on; only for entries of a device map (5.8).
        egress_ifindex: u32 = 20;
    }
}

impl XdpContext {
    /// Where the packet begins.
    #[inline(always)]
    pub fn data(&self) -> usize {
        self.word(0)
    }

    /// Where it ends; in a packet of several buffers, the first of them.
    #[inline(always)]
    pub fn data_end(&self) -> usize {
        self.word(4)
    }

    /// Where what programs put in front of it begins; equal to [`data`](Self::data) without.
    #[inline(always)]
    pub fn metadata(&self) -> usize {
        self.word(8)
    }

    /// Where what programs put in front of it ends.
    #[inline(always)]
    pub fn metadata_end(&self) -> usize {
        self.data()
    }

    #[inline(always)]
    fn word(&self, offset: usize) -> usize {
        // SAFETY: a field of this context, which is an address although it has 32 bits. Volatile, so that two are not loaded as one.
        unsafe { core::ptr::read_volatile(self.0.add(offset).cast::<u32>()) as usize }
    }

    /// The address of a `T` in the packet, if the packet is long enough. It need not be aligned: use
    /// `read_unaligned` for what is wider than a byte.
    #[inline(always)]
    pub fn ptr_at<T>(&self, offset: usize) -> Option<*const T> {
        helpers::packet_pointer(self.data(), self.data_end(), offset)
    }

    /// The same, for writing.
    #[inline(always)]
    pub fn ptr_at_mut<T>(&self, offset: usize) -> Option<*mut T> {
        self.ptr_at(offset).map(<*const T>::cast_mut)
    }

    /// A copy of a `T` in the packet, if the packet is long enough.
    #[inline(always)]
    pub fn read<T: KernelField>(&self, offset: usize) -> Option<T> {
        // SAFETY: it was checked that so many bytes are there; any bits are a value.
        self.ptr_at(offset).map(|place: *const T| unsafe { place.read_unaligned() })
    }

    /// Moves the packet's beginning: forwards, its first bytes are gone; backwards, there are new ones. All addresses into it become
    /// invalid.
    #[inline(always)]
    pub fn adjust_head(&self, bytes: i32) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::xdp_adjust_head(self.0, bytes) }).map(drop)
    }

    /// Moves the packet's end. All addresses into it become invalid.
    #[inline(always)]
    pub fn adjust_tail(&self, bytes: i32) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::xdp_adjust_tail(self.0, bytes) }).map(drop)
    }

    /// Makes room, by a negative number, for what this program leaves to others in front of the packet.
    #[inline(always)]
    pub fn adjust_metadata(&self, bytes: i32) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::xdp_adjust_meta(self.0, bytes) }).map(drop)
    }

    /// Sends the packet out on another interface: return what this returns.
    #[inline(always)]
    pub fn redirect(&self, ifindex: u32) -> XdpAction {
        XdpAction::from(helpers::redirect(ifindex, Direction::Egress) as i32)
    }

    /// Bytes of the whole packet, all of its buffers (5.18).
    #[inline(always)]
    pub fn total_len(&self) -> u64 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::xdp_get_buff_len(self.0) }
    }
}
