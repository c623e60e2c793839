use core::ptr;

use super::context::ipv6;
use super::{AddressFamily, EbpfContext, IpProtocol, SockOp, TcpState, context};
use crate::helpers::{self, Errno};

context! {
    /// An event of a TCP socket (`struct bpf_sock_ops`).
    SockOpsContext {
        /// Which event.
        op: SockOp = 0;
        /// The family of its addresses.
        family: AddressFamily = 20;
        /// The local port.
        local_port: u32 = 68;
        /// The congestion window.
        snd_cwnd: u32 = 76;
        /// The smoothed round trip time: microseconds, times eight.
        srtt_us: u32 = 80;
        /// Which events are wanted.
        cb_flags: u32 = 84;
        /// The socket's state.
        state: TcpState = 88;
        /// Bytes that came in.
        bytes_received: u64 = 168;
        /// Bytes that were acknowledged.
        bytes_acked: u64 = 176;
    }
}

impl SockOpsContext {
    /// Whether there is a whole socket, not only a request for one.
    #[inline(always)]
    pub fn is_fullsock(&self) -> bool {
        // SAFETY: a field of this context. Volatile, so that two of them are not loaded as one.
        unsafe { ptr::read_volatile(self.as_ptr().add(72).cast::<u32>()) != 0 }
    }

    /// Argument `n`, from 0 to 3; what it means depends on the event.
    #[inline(always)]
    pub fn arg(&self, n: usize) -> u32 {
        // SAFETY: a field of this context. Volatile, so that two of them are not loaded as one.
        unsafe { ptr::read_volatile(self.as_ptr().add(4 + 4 * n).cast()) }
    }

    /// The remote IPv4 address, in the order of the network.
    #[inline(always)]
    pub fn remote_ip4(&self) -> [u8; 4] {
        // SAFETY: a field of this context.
        unsafe { ptr::read_volatile(self.as_ptr().add(24).cast::<u32>()) }.to_ne_bytes()
    }

    /// The local IPv4 address, in the order of the network.
    #[inline(always)]
    pub fn local_ip4(&self) -> [u8; 4] {
        // SAFETY: a field of this context.
        unsafe { ptr::read_volatile(self.as_ptr().add(28).cast::<u32>()) }.to_ne_bytes()
    }

    /// The remote IPv6 address, in the order of the network.
    #[inline(always)]
    pub fn remote_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 32)
    }

    /// The local IPv6 address, in the order of the network.
    #[inline(always)]
    pub fn local_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 48)
    }

    /// The remote port.
    #[inline(always)]
    pub fn remote_port(&self) -> u16 {
        // SAFETY: a field of this context; the port is in its upper half, in the order of the network.
        let port: u32 = unsafe { ptr::read_volatile(self.as_ptr().add(64).cast()) };
        u32::from_be(port) as u16
    }

    /// What the kernel is told for events that ask.
    #[inline(always)]
    pub fn set_reply(&self, reply: u32) {
        // SAFETY: a field of this context that may be written.
        unsafe { ptr::write_volatile(self.as_ptr().add(4).cast(), reply) }
    }

    /// Says which events are wanted besides: `BPF_SOCK_OPS_*_CB_FLAG`.
    #[inline(always)]
    pub fn set_cb_flags(&self, flags: u32) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::sock_ops_cb_flags_set(self.as_ptr(), flags) }).map(drop)
    }
}

context! {
    /// A connection or datagram for which a socket is looked for (`struct bpf_sk_lookup`).
    SkLookupContext {
        /// The family of its addresses.
        family: AddressFamily = 8;
        /// The protocol.
        protocol: IpProtocol = 12;
        /// The local port.
        local_port: u32 = 60;
        /// The interface it came in on (5.17).
        ingress_ifindex: u32 = 64;
    }
}

impl SkLookupContext {
    /// The remote IPv4 address, in the order of the network.
    #[inline(always)]
    pub fn remote_ip4(&self) -> [u8; 4] {
        // SAFETY: a field of this context.
        unsafe { ptr::read_volatile(self.as_ptr().add(16).cast::<u32>()) }.to_ne_bytes()
    }

    /// The local IPv4 address, in the order of the network.
    #[inline(always)]
    pub fn local_ip4(&self) -> [u8; 4] {
        // SAFETY: a field of this context.
        unsafe { ptr::read_volatile(self.as_ptr().add(40).cast::<u32>()) }.to_ne_bytes()
    }

    /// The remote IPv6 address, in the order of the network.
    #[inline(always)]
    pub fn remote_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 20)
    }

    /// The local IPv6 address, in the order of the network.
    #[inline(always)]
    pub fn local_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 44)
    }

    /// The remote port.
    #[inline(always)]
    pub fn remote_port(&self) -> u16 {
        // SAFETY: a field of this context, in the order of the network.
        let port: u32 = unsafe { ptr::read_volatile(self.as_ptr().add(36).cast()) };
        u16::from_be(port as u16)
    }
}

context! {
    /// A message that a socket sends (`struct sk_msg_md`).
    SkMsgContext {
        /// The family of its addresses.
        family: AddressFamily = 16;
        /// The local port.
        local_port: u32 = 64;
        /// Bytes of it.
        size: u32 = 68;
    }
}

impl SkMsgContext {
    /// The address of a `T` in the message, if so much of it can be reached directly.
    #[inline(always)]
    pub fn ptr_at<T>(&self, offset: usize) -> Option<*const T> {
        // SAFETY: two fields of this context, addresses. Volatile, so that they are loaded one by one.
        let (start, end) = unsafe {
            (
                ptr::read_volatile(self.as_ptr().cast::<usize>()),
                ptr::read_volatile(self.as_ptr().add(8).cast::<usize>()),
            )
        };
        helpers::packet_pointer(start, end, offset)
    }

    /// Has the verdict count for so many bytes.
    #[inline(always)]
    pub fn apply_bytes(&self, bytes: u32) {
        // SAFETY: the context is this program's own.
        unsafe { helpers::msg_apply_bytes(self.as_ptr(), bytes) };
    }
}

context! {
    /// A connection or datagram for one of several sockets that share a port (`struct sk_reuseport_md`).
    SkReuseportContext {
        /// Bytes of it.
        len: u32 = 16;
        /// The protocol.
        ip_protocol: IpProtocol = 24;
        /// The hash of its addresses and ports.
        hash: u32 = 32;
    }
}

impl SkReuseportContext {
    /// Whether it is a connection whose own socket goes away (5.14, programs with `migrate`).
    #[inline(always)]
    pub fn is_migrating(&self) -> bool {
        // SAFETY: a field of this context, an address.
        unsafe { ptr::read_volatile(self.as_ptr().add(48).cast::<u64>()) != 0 }
    }
}
