//! Reports TCP connections through the ring buffer `EVENTS`: whose each is, from where to where, bytes and time.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod connections;
mod options;
mod report;

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::{kretprobe, raw_tracepoint};
use corewright_ebpf::programs::{IpProtocol, RawTracePointContext, RetProbeContext, TcpState};

use corewright_kernel::sock;
use netwatch_types::EventKind;

corewright_ebpf::license!("Dual MIT/GPL");

/// Each time that a connection's state changes; whatever thread runs then, it holds the socket's lock.
#[raw_tracepoint(tracepoint = "inet_sock_set_state")]
fn on_state(context: RawTracePointContext) -> Result<(), Errno> {
    let socket: *const sock = context.arg(0);
    let (from, to) = (TcpState(context.arg(1)), TcpState(context.arg(2)));
    // Other protocols have connections, too.
    if IpProtocol(u32::from(socket.sk_protocol()?)) != IpProtocol::TCP {
        return Ok(());
    }
    // This socket is no connection, but may have the address of one whose end was missed: a kernel that lets others run in the middle
    // of a program skips the program for them.
    if to == TcpState::LISTEN || (to == TcpState::CLOSE && matches!(from, TcpState::CLOSE | TcpState::LISTEN)) {
        connections::forget(socket);
        return Ok(());
    }
    let (kind, connection) = match to {
        TcpState::SYN_SENT => return connections::connecting(socket),
        TcpState::ESTABLISHED => (EventKind::Open, connections::established(socket, from)?),
        // Set only by who closes or shuts down the socket, never by a packet.
        TcpState::FIN_WAIT1 | TcpState::LAST_ACK => return connections::closing(socket),
        TcpState::CLOSE => (EventKind::Close, connections::closed(socket)),
        _ => return Ok(()),
    };
    let sent = connection.map_or(Ok(()), |connection| report::send(kind, socket, connection, from));
    if to == TcpState::CLOSE {
        connections::forget(socket);
    }
    sent
}

/// Each time that `accept(2)` has a connection, which was established before, or none.
#[kretprobe(function = "inet_csk_accept")]
fn on_accept(context: RetProbeContext) -> Result<(), Errno> {
    let socket: *const sock = context.ret();
    if socket.is_null() {
        return Ok(());
    }
    match connections::accepted(socket)? {
        Some(connection) => report::send(EventKind::Open, socket, connection, TcpState::ESTABLISHED),
        None => Ok(()),
    }
}
