//! An event out of a connection and its socket.

use corewright_ebpf::helpers::{Errno, monotonic_ns};
use corewright_ebpf::maps::RingBuf;
use corewright_ebpf::programs::TcpState;
use corewright_ebpf::{core_enum_value, core_field_exists, core_read};
use corewright_kernel::{inet_sock, sock, sock_flags, tcp_sock};
use netwatch_types::{ConnectionEvent, Direction, EventKind};

use crate::connections::Connection;
use crate::options;

corewright_ebpf::map! {
    /// Where events go.
    static EVENTS: RingBuf<{ 256 * 1024 }>;
}

/// `AF_INET6`.
const FAMILY_IPV6: u16 = 10;

/// Reports a connection as it is now; `from` is the state that it comes from.
#[inline(always)]
pub fn send(kind: EventKind, socket: *const sock, connection: &Connection, from: TcpState) -> Result<(), Errno> {
    let internet: *const inet_sock = socket.cast();
    let local_port = u16::from_be(internet.inet_sport()?);
    let remote_port = u16::from_be(core_read!(socket, __sk_common.skc_dport)?);
    if !options::admits_ports(local_port, remote_port) {
        return Ok(());
    }
    let family = core_read!(socket, __sk_common.skc_family)?;
    let (local_address, remote_address) = addresses(socket, family)?;
    let (sent, received) = bytes(socket, connection, from)?;
    let (lifetime, handshake) = times(connection);
    let error = socket.sk_err()? as u32;

    let Some(event) = EVENTS.reserve() else { return Ok(()) };
    event.send(ConnectionEvent {
        kind,
        direction: connection.direction,
        process: connection.process,
        local_address,
        remote_address,
        local_port,
        remote_port,
        family: u32::from(family),
        sent,
        received,
        lifetime,
        handshake,
        established: u32::from(connection.established != 0),
        error,
    });
    Ok(())
}

/// This side's, and the other one's.
#[inline(always)]
fn addresses(socket: *const sock, family: u16) -> Result<([u8; 16], [u8; 16]), Errno> {
    // A kernel may be built without IPv6.
    if family == FAMILY_IPV6 && core_field_exists!(sock_common, skc_v6_daddr) {
        return Ok((
            core_read!(socket, sock, __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr8)?,
            core_read!(socket, sock, __sk_common.skc_v6_daddr.in6_u.u6_addr8)?,
        ));
    }
    Ok((widened(core_read!(socket, __sk_common.skc_rcv_saddr)?), widened(core_read!(socket, __sk_common.skc_daddr)?)))
}

/// An IPv4 address, with zeroes behind it.
#[inline(always)]
fn widened(address: u32) -> [u8; 16] {
    (u128::from(address)).to_ne_bytes()
}

/// Bytes sent and received. TCP's own counts are of numbers in its sequences, of which `SYN` and `FIN` take one each.
#[inline(always)]
fn bytes(socket: *const sock, connection: &Connection, from: TcpState) -> Result<(u64, u64), Errno> {
    let tcp: *const tcp_sock = socket.cast();
    let sent = tcp.bytes_acked()?;
    let received = tcp.bytes_received()?;

    // A socket that was made by a packet begins to count behind its own SYN.
    let syn = matches!(connection.direction, Direction::Outgoing) && connection.established != 0;
    let has_sent_fin =
        matches!(from, TcpState::FIN_WAIT1 | TcpState::FIN_WAIT2 | TcpState::CLOSING | TcpState::LAST_ACK);
    let fin = has_sent_fin && tcp.snd_una()? == tcp.write_seq()?;
    let has_got_fin = core_read!(socket, __sk_common.skc_flags)? >> core_enum_value!(sock_flags, SOCK_DONE) & 1 != 0;
    Ok((sent.saturating_sub(u64::from(syn) + u64::from(fin)), received.saturating_sub(u64::from(has_got_fin))))
}

/// The lifetime until now, and the time that connecting took.
#[inline(always)]
fn times(connection: &Connection) -> (u64, u64) {
    let lifetime = monotonic_ns().saturating_sub(connection.began);
    (lifetime, connection.established.saturating_sub(connection.began))
}
