//! What a packet's headers say: IPv4 (RFC 791), IPv6 (RFC 8200), and the ports that TCP, UDP, DCCP, SCTP and UDP-Lite all begin with.
//!
//! All offsets are from the IP header on, which the kernel knows: it does not matter what is in front of it, if anything is.

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::packet::{ETH_HLEN, ETH_P_8021AD, ETH_P_8021Q, ETH_P_IP, ETH_P_IPV6, Ipv4Header, Ipv6Header};
use corewright_ebpf::programs::{IpProtocol, TcContext};
use flowmeter_types::{Direction, Flow, Total, Traffic};

/// Bytes of UDP's header.
const UDP_BYTES: u32 = 8;

/// How many headers of IPv6 are followed.
const MOST_HEADERS: u32 = 6;

/// What is in front of a packet's payload.
pub struct Headers {
    /// Where the header behind that of IP begins.
    transport: u32,
    /// Whose header that is.
    protocol: IpProtocol,
    /// How long the packet is from the IP header on, as that says.
    length: u32,
}

/// What a packet turned out to be.
pub enum Seen {
    /// One of a flow.
    Ip(Flow, Headers),
    /// Something else.
    Not(Total),
}

/// Reads a packet's headers.
#[inline(always)]
pub fn read(context: &TcContext, direction: Direction) -> Seen {
    if !matches!(context.protocol(), ETH_P_IP | ETH_P_IPV6 | ETH_P_8021Q | ETH_P_8021AD) {
        return Seen::Not(Total::Other);
    }
    let Ok(first) = context.load_network::<u8>(0) else { return Seen::Not(Total::Malformed) };
    let read = match first >> 4 {
        4 => ipv4(context, direction),
        6 => ipv6(context, direction),
        _ => return Seen::Not(Total::Malformed),
    };
    match read {
        Ok((flow, headers)) => Seen::Ip(flow, headers),
        Err(_) => Seen::Not(Total::Malformed),
    }
}

/// How much it is on the wire. One that the card will cut up, or put together, is as many as it is there, each with the headers.
#[inline(always)]
pub fn on_the_wire(context: &TcContext, headers: &Headers) -> Traffic {
    let (length, packets) = (context.len(), context.gso_segs());
    if packets <= 1 {
        return Traffic { packets: 1, bytes: u64::from(length) };
    }
    let transport = if headers.protocol == IpProtocol::TCP {
        // The upper half of a byte of TCP's header says how many words it has.
        context.load_network::<u8>(headers.transport + 12).map_or(0, |words| u32::from(words >> 4) * 4)
    } else {
        UDP_BYTES
    };
    let known = headers.length > headers.transport && headers.length <= length;
    let link = if known { length - headers.length } else { ETH_HLEN as u32 };
    let each = u64::from(link) + u64::from(headers.transport) + u64::from(transport);
    Traffic { packets: u64::from(packets), bytes: u64::from(length) + (u64::from(packets) - 1) * each }
}

#[inline(always)]
fn ipv4(context: &TcContext, direction: Direction) -> Result<(Flow, Headers), Errno> {
    let ip = context.load_network::<Ipv4Header>(0)?;
    let mut flow = flow(context, direction, 4);
    let ([a, b, c, d], [e, f, g, h]) = (ip.source, ip.destination);
    flow.source = [a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    flow.destination = [e, f, g, h, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    flow.protocol = ip.protocol().0 as u8;
    let transport = ip.header_bytes();
    if ip.is_first_fragment() {
        read_ports(context, &mut flow, ip.protocol(), transport);
    }
    Ok((flow, Headers { transport, protocol: ip.protocol(), length: ip.total_bytes() }))
}

#[inline(always)]
fn ipv6(context: &TcContext, direction: Direction) -> Result<(Flow, Headers), Errno> {
    let ip = context.load_network::<Ipv6Header>(0)?;
    let mut flow = flow(context, direction, 6);
    flow.source = ip.source;
    flow.destination = ip.destination;
    let (mut protocol, mut transport, mut is_first) = (ip.next_header(), size_of::<Ipv6Header>() as u32, true);
    for _ in 0..MOST_HEADERS {
        let header = match protocol {
            IpProtocol::HOPOPTS | IpProtocol::ROUTING | IpProtocol::FRAGMENT | IpProtocol::AH | IpProtocol::DSTOPTS => {
                context.load_network::<[u8; 4]>(transport)?
            }
            _ => break,
        };
        let [next, length, offset_high, offset_low] = header;
        transport += match protocol {
            IpProtocol::FRAGMENT => 8,
            IpProtocol::AH => (u32::from(length) + 2) * 4,
            _ => (u32::from(length) + 1) * 8,
        };
        // The upper 13 bits say where in its datagram a fragment belongs.
        if protocol == IpProtocol::FRAGMENT && u16::from_be_bytes([offset_high, offset_low]) & 0xfff8 != 0 {
            is_first = false;
        }
        protocol = IpProtocol(u32::from(next));
    }
    flow.protocol = protocol.0 as u8;
    if is_first {
        read_ports(context, &mut flow, protocol, transport);
    }
    Ok((flow, Headers { transport, protocol, length: ip.total_bytes() }))
}

#[inline(always)]
fn flow(context: &TcContext, direction: Direction, version: u8) -> Flow {
    Flow {
        cgroup_id: 0,
        source: [0; 16],
        destination: [0; 16],
        interface: context.ifindex(),
        source_port: 0,
        destination_port: 0,
        version,
        protocol: 0,
        direction,
        reserved: [0; 5],
    }
}

/// Reads the ports, if the protocol has any.
#[inline(always)]
fn read_ports(context: &TcContext, flow: &mut Flow, protocol: IpProtocol, transport: u32) {
    if !matches!(
        protocol,
        IpProtocol::TCP | IpProtocol::UDP | IpProtocol::DCCP | IpProtocol::SCTP | IpProtocol::UDPLITE
    ) {
        return;
    }
    if let Ok([a, b, c, d]) = context.load_network::<[u8; 4]>(transport) {
        flow.source_port = u16::from_be_bytes([a, b]);
        flow.destination_port = u16::from_be_bytes([c, d]);
    }
}
