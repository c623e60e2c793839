//! Reports TCP connections through the ring buffer `EVENTS`: whose each is, from where to where, bytes and time.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod connections;
mod options;
mod report;

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::{kretprobe, raw_tracepoint};
use corewright_ebpf::packet::IPPROTO_TCP;
use corewright_ebpf::programs::{RawTracePointContext, RetProbeContext};

use corewright_kernel::sock;
use netwatch_types::EventKind;

corewright_ebpf::license!("Dual MIT/GPL");

/// The states of TCP that matter here, by the kernel's numbers, which are in `include/uapi/linux/bpf.h`, too.
mod state {
    pub const ESTABLISHED: i32 = 1;
    pub const SYN_SENT: i32 = 2;
    pub const SYN_RECV: i32 = 3;
    pub const FIN_WAIT1: i32 = 4;
    pub const FIN_WAIT2: i32 = 5;
    pub const CLOSE: i32 = 7;
    pub const LAST_ACK: i32 = 9;
    pub const LISTEN: i32 = 10;
    pub const CLOSING: i32 = 11;
}

/// Each time that a connection's state changes; whatever thread runs then, it holds the socket's lock.
#[raw_tracepoint(tracepoint = "inet_sock_set_state")]
fn on_state(context: RawTracePointContext) -> Result<(), Errno> {
    let socket: *const sock = context.arg(0);
    let (from, to): (i32, i32) = (context.arg(1), context.arg(2));
    // Other protocols have connections, too.
    if socket.sk_protocol()? != u16::from(IPPROTO_TCP) {
        return Ok(());
    }
    // This socket is no connection, but may have the address of one whose end was missed: a kernel that lets others run in the middle
    // of a program skips the program for them.
    if to == state::LISTEN || (to == state::CLOSE && matches!(from, state::CLOSE | state::LISTEN)) {
        connections::forget(socket);
        return Ok(());
    }
    let (kind, connection) = match to {
        state::SYN_SENT => return connections::connecting(socket),
        state::ESTABLISHED => (EventKind::Open, connections::established(socket, from)?),
        // Set only by who closes or shuts down the socket, never by a packet.
        state::FIN_WAIT1 | state::LAST_ACK => return connections::closing(socket),
        state::CLOSE => (EventKind::Close, connections::closed(socket)),
        _ => return Ok(()),
    };
    let sent = connection.map_or(Ok(()), |connection| report::send(kind, socket, connection, from));
    if to == state::CLOSE {
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
        Some(connection) => report::send(EventKind::Open, socket, connection, state::ESTABLISHED),
        None => Ok(()),
    }
}
