//! Programs of sockets, of maps of sockets and of network namespaces.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ptr;

use corewright_ebpf::macros::{
    flow_dissector, lwt_in, lwt_out, lwt_xmit, packet_verdict, sk_lookup, sk_msg, sk_reuseport, sock_ops,
    socket_filter, stream_parser, stream_verdict,
};
use corewright_ebpf::maps::{ReusePortSockArray, SockMap};
use corewright_ebpf::programs::*;

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// Both ends of a connection.
    static CONNECTIONS: SockMap<4>;
    /// The sockets of a port.
    static LISTENERS: ReusePortSockArray<2>;
}

/// How often the program that was attached ran.
#[unsafe(no_mangle)]
static mut HITS: u64 = 0;

/// Bytes that a parser or a verdict saw.
#[unsafe(no_mangle)]
static mut BYTES: u64 = 0;

/// Sockets that were put into the map.
#[unsafe(no_mangle)]
static mut ADDED: u64 = 0;

/// Messages that a verdict saw.
#[unsafe(no_mangle)]
static mut MESSAGES: u64 = 0;

/// Connections that were moved to another socket.
#[unsafe(no_mangle)]
static mut MOVED: u64 = 0;

/// Packets that came through a lightweight tunnel.
#[unsafe(no_mangle)]
static mut CAME_IN: u64 = 0;

/// Packets that went into one.
#[unsafe(no_mangle)]
static mut WENT_OUT: u64 = 0;

/// Packets that one sent.
#[unsafe(no_mangle)]
static mut SENT: u64 = 0;

/// Counts packets; keeps none for the socket.
#[socket_filter]
fn count_packets(_context: SkBuffContext) -> u32 {
    add(&raw mut HITS, 1);
    0
}

/// Nobody is there on port 7010.
#[sk_lookup]
fn nobody_there(context: SkLookupContext) -> SkAction {
    if context.local_port() != 7010 {
        return SkAction::Pass;
    }
    add(&raw mut HITS, 1);
    SkAction::Drop
}

/// Looks at packets like the kernel itself, and counts.
#[flow_dissector]
fn dissect(_context: FlowDissectorContext) -> FlowAction {
    add(&raw mut HITS, 1);
    FlowAction::Parsed
}

/// Puts both ends of a connection into the map.
#[sock_ops]
fn remember(context: SockOpsContext) {
    let key = match context.op() {
        SockOp::ACTIVE_ESTABLISHED_CB => 0,
        SockOp::PASSIVE_ESTABLISHED_CB => 1,
        _ => return,
    };
    if CONNECTIONS.update(&context, &key).is_ok() {
        add(&raw mut ADDED, 1);
    }
}

/// A message is all that came.
#[stream_parser]
fn parse(context: SkBuffContext) -> u32 {
    add(&raw mut HITS, 1);
    context.len()
}

/// Lets a message through.
#[stream_verdict]
fn judge(context: SkBuffContext) -> SkAction {
    add(&raw mut BYTES, u64::from(context.len()));
    SkAction::Pass
}

/// Lets a packet through (v5.13).
#[packet_verdict]
fn judge_packets(context: SkBuffContext) -> SkAction {
    add(&raw mut BYTES, u64::from(context.len()));
    SkAction::Pass
}

/// Lets what is sent through.
#[sk_msg]
fn judge_messages(_context: SkMsgContext) -> SkAction {
    add(&raw mut MESSAGES, 1);
    SkAction::Pass
}

/// Chooses the second socket of a group for all that comes.
#[sk_reuseport]
fn choose(context: SkReuseportContext) -> SkAction {
    add(&raw mut HITS, 1);
    select(context, 1)
}

/// Chooses the first socket of a group, and the second for connections whose own goes away (v5.14).
#[sk_reuseport(migrate)]
fn choose_or_move(context: SkReuseportContext) -> SkAction {
    if !context.is_migrating() {
        add(&raw mut HITS, 1);
        select(context, 0)
    } else {
        add(&raw mut MOVED, 1);
        select(context, 1)
    }
}

#[inline(always)]
fn select(context: SkReuseportContext, key: u32) -> SkAction {
    if LISTENERS.select_reuseport(&context, key).is_ok() { SkAction::Pass } else { SkAction::Drop }
}

/// Counts what comes in through a lightweight tunnel.
#[lwt_in]
fn tunnel_in(_context: LwtContext) -> LwtAction {
    add(&raw mut CAME_IN, 1);
    LwtAction::Ok
}

/// Counts what goes into a lightweight tunnel.
#[lwt_out]
fn tunnel_out(_context: LwtContext) -> LwtAction {
    add(&raw mut WENT_OUT, 1);
    LwtAction::Ok
}

/// Counts what a lightweight tunnel sends.
#[lwt_xmit]
fn tunnel_send(_context: LwtContext) -> LwtAction {
    add(&raw mut SENT, 1);
    LwtAction::Ok
}

#[inline(always)]
fn add(counter: *mut u64, count: u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + count) }
}
