//! Where a packet comes from: Ethernet (IEEE 802.3), VLAN tags (802.1Q, 802.1ad), IPv4 (RFC 791), IPv6 (RFC 8200).

use corewright_ebpf::programs::XdpContext;
use xdpwall_types::Outcome;

const ETHERNET_BYTES: usize = 14;
const ETHERNET_TYPE: usize = 12;
const TAG_BYTES: usize = 4;
const MOST_TAGS: usize = 2;

const TYPE_IPV4: u16 = 0x0800;
const TYPE_IPV6: u16 = 0x86dd;
const TYPE_VLAN: u16 = 0x8100;
const TYPE_SERVICE_VLAN: u16 = 0x88a8;

/// An IPv4 header without options.
#[derive(Clone, Copy)]
#[repr(C)]
struct Ipv4Header {
    version_and_length: u8,
    before_source: [u8; 11],
    source: [u8; 4],
    destination: [u8; 4],
}

/// An IPv6 header; what else there is follows it.
#[derive(Clone, Copy)]
#[repr(C)]
struct Ipv6Header {
    version_and_class: u8,
    before_source: [u8; 7],
    source: [u8; 16],
    destination: [u8; 16],
}

/// Where a packet comes from.
pub enum Source {
    /// An IPv4 address.
    Ipv4([u8; 4]),
    /// An IPv6 address.
    Ipv6([u8; 16]),
    /// From none that a rule could know; what that makes of the packet.
    None(Outcome),
}

/// Reads it from the packet's headers.
#[inline(always)]
pub fn source(packet: &XdpContext) -> Source {
    let Some((kind, header)) = network_header(packet) else { return Source::None(Outcome::Malformed) };
    match kind {
        TYPE_IPV4 => match packet.read::<Ipv4Header>(header) {
            Some(ip) if ip.version_and_length >> 4 == 4 => Source::Ipv4(ip.source),
            _ => Source::None(Outcome::Malformed),
        },
        TYPE_IPV6 => match packet.read::<Ipv6Header>(header) {
            Some(ip) if ip.version_and_class >> 4 == 6 => Source::Ipv6(ip.source),
            _ => Source::None(Outcome::Malformed),
        },
        _ => Source::None(Outcome::Other),
    }
}

/// The type of what is behind the Ethernet header and its tags, and where it begins; nothing where the packet ends before.
#[inline(always)]
fn network_header(packet: &XdpContext) -> Option<(u16, usize)> {
    let mut kind = packet.read::<[u8; 2]>(ETHERNET_TYPE).map(u16::from_be_bytes)?;
    let mut end = ETHERNET_BYTES;
    for _ in 0..MOST_TAGS {
        if kind != TYPE_VLAN && kind != TYPE_SERVICE_VLAN {
            break;
        }
        // A tag's own two bytes, then the type of what follows.
        kind = packet.read::<[u8; 2]>(end + TAG_BYTES - 2).map(u16::from_be_bytes)?;
        end += TAG_BYTES;
    }
    Some((kind, end))
}
