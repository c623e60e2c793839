//! What packets begin with, as it is on the wire: Ethernet's numbers by the kernel's names for them, IPv4 (RFC 791), IPv6 (RFC 8200).

use crate::co_re::KernelField;
use crate::programs::IpProtocol;

/// Bytes of an Ethernet header; a VLAN tag adds four.
pub const ETH_HLEN: usize = 14;

// include/uapi/linux/if_ether.h: what is in a frame.
/// IPv4.
pub const ETH_P_IP: u16 = 0x0800;
/// IPv6.
pub const ETH_P_IPV6: u16 = 0x86dd;
/// A VLAN tag (IEEE 802.1Q).
pub const ETH_P_8021Q: u16 = 0x8100;
/// An outer VLAN tag (IEEE 802.1ad).
pub const ETH_P_8021AD: u16 = 0x88a8;

/// An IPv4 header; options may follow it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Ipv4Header {
    version_and_length: u8,
    service: u8,
    total_length: [u8; 2],
    identification: [u8; 2],
    fragment: [u8; 2],
    time_to_live: u8,
    protocol: u8,
    checksum: [u8; 2],
    /// Where it comes from.
    pub source: [u8; 4],
    /// Where it goes to.
    pub destination: [u8; 4],
}

// SAFETY: bytes, of which all are values.
unsafe impl KernelField for Ipv4Header {
    const IS_WORD: bool = false;
}

impl Ipv4Header {
    /// What it says of itself: 4, if it is one.
    #[inline(always)]
    pub fn version(&self) -> u8 {
        self.version_and_length >> 4
    }

    /// What comes next.
    #[inline(always)]
    pub fn protocol(&self) -> IpProtocol {
        IpProtocol(u32::from(self.protocol))
    }

    /// Bytes of the header with its options.
    #[inline(always)]
    pub fn header_bytes(&self) -> u32 {
        u32::from(self.version_and_length & 15) * 4
    }

    /// Bytes of the packet from this header on.
    #[inline(always)]
    pub fn total_bytes(&self) -> u32 {
        u32::from(u16::from_be_bytes(self.total_length))
    }

    /// Whether what comes next begins here, and not in an earlier fragment.
    #[inline(always)]
    pub fn is_first_fragment(&self) -> bool {
        // The lower 13 bits say where in its datagram a fragment belongs.
        u16::from_be_bytes(self.fragment) & 0x1fff == 0
    }
}

/// An IPv6 header; others may follow it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Ipv6Header {
    version_and_class: u8,
    class_and_label: [u8; 3],
    payload_length: [u8; 2],
    next_header: u8,
    hop_limit: u8,
    /// Where it comes from.
    pub source: [u8; 16],
    /// Where it goes to.
    pub destination: [u8; 16],
}

// SAFETY: bytes, of which all are values.
unsafe impl KernelField for Ipv6Header {
    const IS_WORD: bool = false;
}

impl Ipv6Header {
    /// What it says of itself: 6, if it is one.
    #[inline(always)]
    pub fn version(&self) -> u8 {
        self.version_and_class >> 4
    }

    /// What comes next.
    #[inline(always)]
    pub fn next_header(&self) -> IpProtocol {
        IpProtocol(u32::from(self.next_header))
    }

    /// Bytes of the packet from this header on.
    #[inline(always)]
    pub fn total_bytes(&self) -> u32 {
        size_of::<Self>() as u32 + u32::from(u16::from_be_bytes(self.payload_length))
    }
}

const _: () = assert!(size_of::<Ipv4Header>() == 20 && size_of::<Ipv6Header>() == 40);
