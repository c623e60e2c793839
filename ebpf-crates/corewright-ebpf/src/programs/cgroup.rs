use core::ptr;

use super::context::ipv6;
use super::{AddressFamily, EbpfContext, IpProtocol, SocketType, context};
use crate::helpers::{self, Errno};

context! {
    /// An address that a socket is bound to, connects to, or sends to (`struct bpf_sock_addr`).
    SockAddrContext {
        /// The family of the address that the caller gave.
        user_family: AddressFamily = 0;
        /// The socket's family.
        family: AddressFamily = 28;
        /// The socket's type.
        sock_type: SocketType = 32;
        /// The socket's protocol.
        protocol: IpProtocol = 36;
    }
}

impl SockAddrContext {
    /// The IPv4 address, in the order of the network.
    #[inline(always)]
    pub fn user_ip4(&self) -> [u8; 4] {
        self.field(4).to_ne_bytes()
    }

    /// Replaces the IPv4 address.
    #[inline(always)]
    pub fn set_user_ip4(&self, address: [u8; 4]) {
        self.set_field(4, u32::from_ne_bytes(address));
    }

    /// The IPv6 address, in the order of the network.
    #[inline(always)]
    pub fn user_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 8)
    }

    /// Replaces the IPv6 address.
    #[inline(always)]
    pub fn set_user_ip6(&self, address: [u8; 16]) {
        // SAFETY: 16 bytes are four words.
        let words = unsafe { core::mem::transmute::<[u8; 16], [u32; 4]>(address) };
        self.set_field(8, words[0]);
        self.set_field(12, words[1]);
        self.set_field(16, words[2]);
        self.set_field(20, words[3]);
    }

    /// The port.
    #[inline(always)]
    pub fn user_port(&self) -> u16 {
        u16::from_be(self.field(24) as u16)
    }

    /// Replaces the port.
    #[inline(always)]
    pub fn set_user_port(&self, port: u16) {
        self.set_field(24, u32::from(port.to_be()));
    }

    /// The IPv4 address that a message is sent from, in the order of the network.
    #[inline(always)]
    pub fn msg_src_ip4(&self) -> [u8; 4] {
        self.field(40).to_ne_bytes()
    }

    /// A number that stays with the socket.
    #[inline(always)]
    pub fn socket_cookie(&self) -> u64 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::get_socket_cookie(self.as_ptr()) }
    }

    #[inline(always)]
    fn field(&self, offset: usize) -> u32 {
        // SAFETY: a field of this context. Volatile, so that two of them are not loaded as one.
        unsafe { ptr::read_volatile(self.as_ptr().add(offset).cast()) }
    }

    #[inline(always)]
    fn set_field(&self, offset: usize, value: u32) {
        // SAFETY: as for `field`; the verifier refuses what must not be written.
        unsafe { ptr::write_volatile(self.as_ptr().add(offset).cast(), value) }
    }
}

context! {
    /// A socket that is made, released or was bound (`struct bpf_sock`).
    SockContext {
        /// The interface it is bound to.
        bound_dev_if: u32 = 0;
        /// The family of its addresses.
        family: AddressFamily = 4;
        /// The type.
        sock_type: SocketType = 8;
        /// The protocol.
        protocol: IpProtocol = 12;
        /// The mark that rules go by.
        mark: u32 = 16;
        /// The priority of its packets.
        priority: u32 = 20;
        /// The local port, after it was bound.
        src_port: u32 = 44;
    }
}

impl SockContext {
    /// The local IPv4 address, after it was bound, in the order of the network.
    #[inline(always)]
    pub fn src_ip4(&self) -> [u8; 4] {
        // SAFETY: a field of this context. Volatile, so that it is loaded by itself.
        unsafe { ptr::read_volatile(self.as_ptr().add(24).cast()) }
    }

    /// The local IPv6 address, after it was bound, in the order of the network.
    #[inline(always)]
    pub fn src_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 28)
    }

    /// A number that stays with the socket.
    #[inline(always)]
    pub fn socket_cookie(&self) -> u64 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::get_socket_cookie(self.as_ptr()) }
    }
}

context! {
    /// A call of `getsockopt(2)` or `setsockopt(2)` (`struct bpf_sockopt`).
    SockoptContext {
        /// The level, such as `SOL_SOCKET`.
        level: i32 = 24;
        /// The option.
        optname: i32 = 28;
        /// Bytes of its value.
        optlen: i32 = 32;
        /// What the kernel returned; only for `getsockopt(2)`.
        retval: i32 = 36;
    }
}

impl SockoptContext {
    /// The address of a `T` in the option's value, if it is long enough.
    #[inline(always)]
    pub fn optval<T>(&self, offset: usize) -> Option<*mut T> {
        // SAFETY: two fields of this context, addresses. Volatile, so that they are loaded one by one.
        let (start, end) = unsafe {
            (
                ptr::read_volatile(self.as_ptr().add(8).cast::<usize>()),
                ptr::read_volatile(self.as_ptr().add(16).cast::<usize>()),
            )
        };
        helpers::packet_pointer(start, end, offset).map(<*const T>::cast_mut)
    }

    /// Replaces the length of the value; 0 has the kernel use what the caller gave.
    #[inline(always)]
    pub fn set_optlen(&self, bytes: i32) {
        // SAFETY: a field of this context that may be written.
        unsafe { ptr::write_volatile(self.as_ptr().add(32).cast(), bytes) }
    }

    /// Replaces what the call returns; only to 0.
    #[inline(always)]
    pub fn set_retval(&self, value: i32) {
        // SAFETY: a field of this context that may be written.
        unsafe { ptr::write_volatile(self.as_ptr().add(36).cast(), value) }
    }
}

context! {
    /// A file below `/proc/sys` that is read or written (`struct bpf_sysctl`).
    SysctlContext {
        /// Where in the file.
        file_pos: u32 = 4;
    }
}

impl SysctlContext {
    /// Whether it is written, and not read.
    #[inline(always)]
    pub fn is_write(&self) -> bool {
        // SAFETY: a field of this context. Volatile, so that it is loaded as a whole.
        unsafe { ptr::read_volatile(self.as_ptr().cast::<u32>()) != 0 }
    }

    /// Its name, such as `net/ipv4/tcp_mem`.
    #[inline(always)]
    pub fn name<'a, const N: usize>(&self, buffer: &'a mut [u8; N]) -> Result<&'a [u8], Errno> {
        // SAFETY: the context is this program's own; the buffer has the size that is given.
        let length = unsafe { helpers::sysctl_get_name(self.as_ptr(), buffer.as_mut_ptr(), N as u64, 0) };
        helpers::text_in(buffer, i64::from(length) + 1)
    }
}

context! {
    /// A device file that is opened or made (`struct bpf_cgroup_dev_ctx`).
    DeviceContext {
        /// The device's major number.
        major: u32 = 4;
        /// The device's minor number.
        minor: u32 = 8;
    }
}

/// A kind of device file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// A block device.
    Block,
    /// A character device.
    Character,
    /// Any other.
    Other,
}

impl DeviceContext {
    /// What kind it is.
    #[inline(always)]
    pub fn kind(&self) -> DeviceKind {
        match self.access_type() & 0xffff {
            1 => DeviceKind::Block,
            2 => DeviceKind::Character,
            _ => DeviceKind::Other,
        }
    }

    /// Whether it is to be made.
    #[inline(always)]
    pub fn makes(&self) -> bool {
        self.access_type() & (1 << 16) != 0
    }

    /// Whether it is to be read.
    #[inline(always)]
    pub fn reads(&self) -> bool {
        self.access_type() & (2 << 16) != 0
    }

    /// Whether it is to be written.
    #[inline(always)]
    pub fn writes(&self) -> bool {
        self.access_type() & (4 << 16) != 0
    }

    #[inline(always)]
    fn access_type(&self) -> u32 {
        // SAFETY: a field of this context. Volatile, so that it is loaded as a whole.
        unsafe { ptr::read_volatile(self.as_ptr().cast()) }
    }
}
