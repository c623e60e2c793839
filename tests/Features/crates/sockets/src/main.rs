//! Programs of sockets, of maps of sockets and of network namespaces.
#![no_std]
#![no_main]

use core::mem::transmute;
use core::ptr;

corewright_ebpf::license!("GPL");

const SK_DROP: i32 = 0;
const SK_PASS: i32 = 1;
const BPF_OK: i32 = 0;

/// `BPF_MAP_TYPE_SOCKMAP`.
#[repr(C)]
struct SocketMap {
    r#type: *const [i32; 15],
    max_entries: *const [i32; 4],
    key: *const u32,
    value: *const u32,
}

// SAFETY: the struct is a description without contents.
unsafe impl Sync for SocketMap {}

/// Both ends of a connection.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".maps")]
static CONNECTIONS: SocketMap =
    SocketMap { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), value: ptr::null() };

/// `BPF_MAP_TYPE_REUSEPORT_SOCKARRAY`.
#[repr(C)]
struct SocketGroup {
    r#type: *const [i32; 20],
    max_entries: *const [i32; 2],
    key: *const u32,
    value: *const u64,
}

// SAFETY: the struct is a description without contents.
unsafe impl Sync for SocketGroup {}

/// The sockets of a port.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".maps")]
static LISTENERS: SocketGroup =
    SocketGroup { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), value: ptr::null() };

/// `struct sk_reuseport_md`.
#[repr(C)]
pub struct Arrival {
    data: u64,
    data_end: u64,
    len: u32,
    eth_protocol: u32,
    ip_protocol: u32,
    bind_inany: u32,
    hash: u32,
    sk: u64,
    migrating_sk: u64,
}

/// `struct __sk_buff`.
#[repr(C)]
pub struct SocketBuffer {
    len: u32,
}

/// `struct bpf_sock_ops`.
#[repr(C)]
pub struct SocketOperation {
    op: u32,
}

/// `struct bpf_sk_lookup`, as far as it is used.
#[repr(C)]
pub struct Lookup {
    sk: u64,
    family: u32,
    protocol: u32,
    remote_ip4: u32,
    remote_ip6: [u32; 4],
    remote_port: u32,
    local_ip4: u32,
    local_ip6: [u32; 4],
    local_port: u32,
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
#[unsafe(no_mangle)]
#[unsafe(link_section = "socket")]
extern "C" fn count_packets(_context: *const SocketBuffer) -> i32 {
    add(&raw mut HITS, 1);
    0
}

/// Nobody is there on port 7010.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_lookup")]
extern "C" fn nobody_there(context: *const Lookup) -> i32 {
    // SAFETY: the context is the kernel's; the port is in the machine's order.
    if unsafe { ptr::read_volatile(&raw const (*context).local_port) } != 7010 {
        return SK_PASS;
    }
    add(&raw mut HITS, 1);
    SK_DROP
}

/// Looks at packets like the kernel itself, and counts.
#[unsafe(no_mangle)]
#[unsafe(link_section = "flow_dissector")]
extern "C" fn dissect(_context: *const SocketBuffer) -> i32 {
    add(&raw mut HITS, 1);
    BPF_OK
}

/// Puts both ends of a connection into the map.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sockops")]
extern "C" fn remember(context: *mut SocketOperation) -> i32 {
    type SockMapUpdate = unsafe extern "C" fn(*mut SocketOperation, *const u8, *const u32, u64) -> i64;
    // SAFETY: the number of bpf_sock_map_update, of this signature.
    let update: SockMapUpdate = unsafe { transmute::<usize, SockMapUpdate>(53) };
    // SAFETY: the context is the kernel's.
    let op = unsafe { (*context).op };
    // BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB, BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB
    if op == 4 || op == 5 {
        let key = op - 4;
        // SAFETY: a map of sockets, its key and the kernel's own context.
        if unsafe { update(context, ptr::from_ref(&CONNECTIONS).cast(), &raw const key, 0) } == 0 {
            add(&raw mut ADDED, 1);
        }
    }
    1
}

/// A message is all that came.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_skb/stream_parser")]
extern "C" fn parse(context: *const SocketBuffer) -> i32 {
    add(&raw mut HITS, 1);
    // SAFETY: the context is the kernel's.
    unsafe { (*context).len as i32 }
}

/// Lets a message through.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_skb/stream_verdict")]
extern "C" fn judge(context: *const SocketBuffer) -> i32 {
    // SAFETY: the context is the kernel's.
    add(&raw mut BYTES, u64::from(unsafe { (*context).len }));
    SK_PASS
}

/// Lets a packet through (v5.13).
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_skb/verdict")]
extern "C" fn judge_packets(context: *const SocketBuffer) -> i32 {
    // SAFETY: the context is the kernel's.
    add(&raw mut BYTES, u64::from(unsafe { (*context).len }));
    SK_PASS
}

/// Lets what is sent through.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_msg")]
extern "C" fn judge_messages(_context: *const SocketBuffer) -> i32 {
    add(&raw mut MESSAGES, 1);
    SK_PASS
}

/// Chooses the second socket of a group for all that comes.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_reuseport")]
extern "C" fn choose(context: *mut Arrival) -> i32 {
    add(&raw mut HITS, 1);
    select(context, 1)
}

/// Chooses the first socket of a group, and the second for connections whose own goes away (v5.14).
#[unsafe(no_mangle)]
#[unsafe(link_section = "sk_reuseport/migrate")]
extern "C" fn choose_or_move(context: *mut Arrival) -> i32 {
    // SAFETY: the context is the kernel's.
    if unsafe { ptr::read_volatile(&raw const (*context).migrating_sk) } == 0 {
        add(&raw mut HITS, 1);
        select(context, 0)
    } else {
        add(&raw mut MOVED, 1);
        select(context, 1)
    }
}

#[inline(always)]
fn select(context: *mut Arrival, key: u32) -> i32 {
    type SelectReuseport = unsafe extern "C" fn(*mut Arrival, *const u8, *const u32, u64) -> i64;
    // SAFETY: the number of bpf_sk_select_reuseport, of this signature.
    let select: SelectReuseport = unsafe { transmute::<usize, SelectReuseport>(82) };
    // SAFETY: a map of a port's sockets, its key and the kernel's own context.
    let result = unsafe { select(context, ptr::from_ref(&LISTENERS).cast(), &raw const key, 0) };
    // Older kernels fill only the lower half of a helper's result.
    if result as i32 == 0 { SK_PASS } else { SK_DROP }
}

/// Counts what comes in through a lightweight tunnel.
#[unsafe(no_mangle)]
#[unsafe(link_section = "lwt_in")]
extern "C" fn tunnel_in(_context: *const SocketBuffer) -> i32 {
    add(&raw mut CAME_IN, 1);
    BPF_OK
}

/// Counts what goes into a lightweight tunnel.
#[unsafe(no_mangle)]
#[unsafe(link_section = "lwt_out")]
extern "C" fn tunnel_out(_context: *const SocketBuffer) -> i32 {
    add(&raw mut WENT_OUT, 1);
    BPF_OK
}

/// Counts what a lightweight tunnel sends.
#[unsafe(no_mangle)]
#[unsafe(link_section = "lwt_xmit")]
extern "C" fn tunnel_send(_context: *const SocketBuffer) -> i32 {
    add(&raw mut SENT, 1);
    BPF_OK
}

#[inline(always)]
fn add(counter: *mut u64, count: u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + count) }
}
