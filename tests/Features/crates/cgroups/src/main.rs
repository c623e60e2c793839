//! Programs of cgroups: each counts, and most refuse something or change it, so that one sees that they ran.
#![no_std]
#![no_main]

use core::ptr;

corewright_ebpf::license!("GPL");

const REFUSE: i32 = 0;
const ALLOW: i32 = 1;

const IPPROTO_ICMP: u32 = 1;

/// `struct __sk_buff`; packets begin with the IP header here.
#[repr(C)]
pub struct SocketBuffer {
    before: [u32; 19],
    data: u32,
    data_end: u32,
}

/// `struct bpf_sock`.
#[repr(C)]
pub struct Socket {
    bound_dev_if: u32,
    family: u32,
    r#type: u32,
    protocol: u32,
    mark: u32,
    priority: u32,
    src_ip4: u32,
    src_ip6: [u32; 4],
    src_port: u32,
}

/// `struct bpf_sock_addr`.
#[repr(C)]
pub struct Address {
    user_family: u32,
    user_ip4: u32,
    user_ip6: [u32; 4],
    user_port: u32,
}

/// `struct bpf_sysctl`.
#[repr(C)]
pub struct SystemSetting {
    write: u32,
}

/// `struct bpf_cgroup_dev_ctx`.
#[repr(C)]
pub struct Device {
    access_type: u32,
    major: u32,
    minor: u32,
}

/// `struct bpf_sock_ops`.
#[repr(C)]
pub struct SocketOperation {
    op: u32,
}

/// How often the program that was attached ran, or refused.
#[unsafe(no_mangle)]
static mut HITS: u64 = 0;

/// How often a socket was closed.
#[unsafe(no_mangle)]
static mut RELEASED: u64 = 0;

/// How often the other end's name was asked for.
#[unsafe(no_mangle)]
static mut PEERS: u64 = 0;

/// Keeps pings inside.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup_skb/egress")]
extern "C" fn drop_pings(context: *const SocketBuffer) -> i32 {
    if is_icmp(context) { refuse() } else { ALLOW }
}

/// Counts what comes.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup_skb/ingress")]
extern "C" fn count_in(_context: *const SocketBuffer) -> i32 {
    allow()
}

/// Refuses sockets for ICMP.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/sock_create")]
extern "C" fn no_icmp(context: *const Socket) -> i32 {
    // SAFETY: the context is the kernel's.
    if unsafe { (*context).protocol } == IPPROTO_ICMP { refuse() } else { ALLOW }
}

/// The older name of the same.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/sock")]
extern "C" fn no_icmp_either(context: *const Socket) -> i32 {
    // SAFETY: the context is the kernel's.
    if unsafe { (*context).protocol } == IPPROTO_ICMP { refuse() } else { ALLOW }
}

/// Counts sockets that are closed.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/sock_release")]
extern "C" fn released(_context: *const Socket) -> i32 {
    add(&raw mut RELEASED);
    ALLOW
}

/// Refuses to bind port 7000.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/post_bind4")]
extern "C" fn not_7000(context: *const Socket) -> i32 {
    // SAFETY: the context is the kernel's; the port is in the machine's order.
    if unsafe { ptr::read_volatile(&raw const (*context).src_port) } == 7000 { refuse() } else { ALLOW }
}

/// Counts.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/post_bind6")]
extern "C" fn bound6(_context: *const Socket) -> i32 {
    allow()
}

/// Who binds port 7001 gets port 7002.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/bind4")]
extern "C" fn bind_elsewhere(context: *mut Address) -> i32 {
    redirect(context)
}

/// Who connects to port 7001 gets to port 7002.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/connect4")]
extern "C" fn connect_elsewhere(context: *mut Address) -> i32 {
    redirect(context)
}

/// Refuses datagrams to port 7001.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/sendmsg4")]
extern "C" fn no_datagrams(_context: *const Address) -> i32 {
    refuse()
}

macro_rules! counting {
    ($($(#[$meta:meta])* $section:literal => $name:ident, $counter:ident;)+) => {
        $(
            #[unsafe(no_mangle)]
            static mut $counter: u64 = 0;

            $(#[$meta])*
            #[unsafe(no_mangle)]
            #[unsafe(link_section = $section)]
            extern "C" fn $name(_context: *const Address) -> i32 {
                add(&raw mut $counter);
                allow()
            }
        )+
    };
}

counting! {
    /// Counts.
    "cgroup/bind6" => bind6, BIND6;
    /// Counts.
    "cgroup/connect6" => connect6, CONNECT6;
    /// Counts.
    "cgroup/sendmsg6" => sendmsg6, SENDMSG6;
    /// Counts.
    "cgroup/recvmsg4" => recvmsg4, RECVMSG4;
    /// Counts.
    "cgroup/recvmsg6" => recvmsg6, RECVMSG6;
    /// Counts.
    "cgroup/getsockname4" => getsockname4, GETSOCKNAME4;
    /// Counts.
    "cgroup/getsockname6" => getsockname6, GETSOCKNAME6;
    /// Counts.
    "cgroup/connect_unix" => connect_unix, CONNECT_UNIX;
    /// Counts.
    "cgroup/sendmsg_unix" => sendmsg_unix, SENDMSG_UNIX;
    /// Counts.
    "cgroup/recvmsg_unix" => recvmsg_unix, RECVMSG_UNIX;
    /// Counts.
    "cgroup/getpeername_unix" => getpeername_unix, GETPEERNAME_UNIX;
    /// Counts.
    "cgroup/getsockname_unix" => getsockname_unix, GETSOCKNAME_UNIX;
    /// Counts.
    "cgroup/getsockopt" => getsockopt, GETSOCKOPT;
    /// Counts.
    "cgroup/setsockopt" => setsockopt, SETSOCKOPT;
}

/// Counts who asks for the other end's name.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/getpeername4")]
extern "C" fn getpeername4(_context: *const Address) -> i32 {
    add(&raw mut PEERS);
    ALLOW
}

/// Counts who asks for the other end's name.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/getpeername6")]
extern "C" fn getpeername6(_context: *const Address) -> i32 {
    add(&raw mut PEERS);
    ALLOW
}

/// Keeps system settings as they are.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/sysctl")]
extern "C" fn read_only(context: *const SystemSetting) -> i32 {
    // SAFETY: the context is the kernel's.
    if unsafe { (*context).write } != 0 { refuse() } else { ALLOW }
}

/// Refuses /dev/zero.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/dev")]
extern "C" fn no_zeroes(context: *const Device) -> i32 {
    // SAFETY: the context is the kernel's. Volatile, since the two words must not be loaded as one.
    let (major, minor) = unsafe { (ptr::read_volatile(&raw const (*context).major), ptr::read_volatile(&raw const (*context).minor)) };
    if major == 1 && minor == 5 { refuse() } else { ALLOW }
}

/// Counts connections that are made, at both ends.
#[unsafe(no_mangle)]
#[unsafe(link_section = "sockops")]
extern "C" fn connections(context: *const SocketOperation) -> i32 {
    // SAFETY: the context is the kernel's. BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB and BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB
    if matches!(unsafe { (*context).op }, 4 | 5) { allow() } else { ALLOW }
}

#[inline(always)]
fn redirect(context: *mut Address) -> i32 {
    // SAFETY: the context is the kernel's; the port is in network order.
    unsafe {
        let port = &raw mut (*context).user_port;
        if ptr::read_volatile(port) == u32::from(7001u16.to_be()) {
            ptr::write_volatile(port, u32::from(7002u16.to_be()));
            add(&raw mut HITS);
        }
    }
    ALLOW
}

#[inline(always)]
fn is_icmp(context: *const SocketBuffer) -> bool {
    // SAFETY: the context is the kernel's. Volatile, since the two words must not be loaded as one.
    let (data, end) = unsafe { (ptr::read_volatile(&raw const (*context).data), ptr::read_volatile(&raw const (*context).data_end)) };
    let packet = data as usize as *const u8;
    if packet.wrapping_add(20) > end as usize as *const u8 {
        return false;
    }
    // SAFETY: 20 bytes are there.
    unsafe { *packet >> 4 == 4 && *packet.add(9) == 1 }
}

#[inline(always)]
fn refuse() -> i32 {
    add(&raw mut HITS);
    REFUSE
}

#[inline(always)]
fn allow() -> i32 {
    add(&raw mut HITS);
    ALLOW
}

#[inline(always)]
fn add(counter: *mut u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + 1) }
}
