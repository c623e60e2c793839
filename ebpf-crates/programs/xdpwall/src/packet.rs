//! Where a packet comes from: Ethernet (IEEE 802.3), VLAN tags (802.1Q, 802.1ad), IPv4 (RFC 791), IPv6 (RFC 8200).

use corewright_ebpf::packet::{ETH_HLEN, ETH_P_8021AD, ETH_P_8021Q, ETH_P_IP, ETH_P_IPV6, Ipv4Header, Ipv6Header};
use corewright_ebpf::programs::XdpContext;
use xdpwall_types::Outcome;

/// Where an Ethernet header says what comes next.
const ETHERNET_TYPE: usize = 12;
/// Bytes of a VLAN tag.
const TAG_BYTES: usize = 4;
/// How many VLAN tags are looked behind.
const MOST_TAGS: usize = 2;

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
        ETH_P_IP => match packet.read::<Ipv4Header>(header) {
            Some(ip) if ip.version() == 4 => Source::Ipv4(ip.source),
            _ => Source::None(Outcome::Malformed),
        },
        ETH_P_IPV6 => match packet.read::<Ipv6Header>(header) {
            Some(ip) if ip.version() == 6 => Source::Ipv6(ip.source),
            _ => Source::None(Outcome::Malformed),
        },
        _ => Source::None(Outcome::Other),
    }
}

/// The type of what is behind the Ethernet header and its tags, and where it begins; nothing where the packet ends before.
#[inline(always)]
fn network_header(packet: &XdpContext) -> Option<(u16, usize)> {
    let mut kind = packet.read::<[u8; 2]>(ETHERNET_TYPE).map(u16::from_be_bytes)?;
    let mut end = ETH_HLEN;
    for _ in 0..MOST_TAGS {
        if kind != ETH_P_8021Q && kind != ETH_P_8021AD {
            break;
        }
        // A tag's own two bytes, then the type of what follows.
        kind = packet.read::<[u8; 2]>(end + TAG_BYTES - 2).map(u16::from_be_bytes)?;
        end += TAG_BYTES;
    }
    Some((kind, end))
}
