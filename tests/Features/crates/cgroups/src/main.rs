//! Programs of cgroups: each counts, and most refuse something or change it, so that one sees that they ran.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ptr;

use corewright_ebpf::macros::{
    cgroup_device, cgroup_skb, cgroup_sock, cgroup_sock_addr, cgroup_sockopt, cgroup_sysctl, sock_ops,
};
use corewright_ebpf::programs::*;

corewright_ebpf::license!("GPL");

const ALLOW: CgroupDecision = CgroupDecision::Allow;

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
#[cgroup_skb(egress)]
fn drop_pings(context: SkBuffContext) -> CgroupDecision {
    if is_icmp(&context) { refuse() } else { ALLOW }
}

/// Counts what comes.
#[cgroup_skb(ingress)]
fn count_in(_context: SkBuffContext) -> CgroupDecision {
    allow()
}

/// Refuses sockets for ICMP.
#[cgroup_sock(sock_create)]
fn no_icmp(context: SockContext) -> CgroupDecision {
    if context.protocol() == IpProtocol::ICMP { refuse() } else { ALLOW }
}

/// The older name of the same.
#[unsafe(no_mangle)]
#[unsafe(link_section = "cgroup/sock")]
extern "C" fn no_icmp_either(context: *mut u8) -> i32 {
    // SAFETY: what programs of sockets are called with.
    let context = unsafe { SockContext::new(context) };
    (if context.protocol() == IpProtocol::ICMP { refuse() } else { ALLOW }) as i32
}

/// Counts sockets that are closed.
#[cgroup_sock(sock_release)]
fn released(_context: SockContext) -> CgroupDecision {
    add(&raw mut RELEASED);
    ALLOW
}

/// Refuses to bind port 7000.
#[cgroup_sock(post_bind4)]
fn not_7000(context: SockContext) -> CgroupDecision {
    if context.src_port() == 7000 { refuse() } else { ALLOW }
}

/// Counts.
#[cgroup_sock(post_bind6)]
fn bound6(_context: SockContext) -> CgroupDecision {
    allow()
}

/// Who binds port 7001 gets port 7002.
#[cgroup_sock_addr(bind4)]
fn bind_elsewhere(context: SockAddrContext) -> CgroupDecision {
    redirect(&context)
}

/// Who connects to port 7001 gets to port 7002.
#[cgroup_sock_addr(connect4)]
fn connect_elsewhere(context: SockAddrContext) -> CgroupDecision {
    redirect(&context)
}

/// Refuses datagrams to port 7001.
#[cgroup_sock_addr(sendmsg4)]
fn no_datagrams(_context: SockAddrContext) -> CgroupDecision {
    refuse()
}

macro_rules! counting {
    ($($attribute:ident($kind:ident): $context:ty => $counter:ident;)+) => {
        $(
            #[unsafe(no_mangle)]
            static mut $counter: u64 = 0;

            /// Counts.
            #[$attribute($kind)]
            fn $kind(_context: $context) -> CgroupDecision {
                add(&raw mut $counter);
                allow()
            }
        )+
    };
}

counting! {
    cgroup_sock_addr(bind6): SockAddrContext => BIND6;
    cgroup_sock_addr(connect6): SockAddrContext => CONNECT6;
    cgroup_sock_addr(sendmsg6): SockAddrContext => SENDMSG6;
    cgroup_sock_addr(recvmsg4): SockAddrContext => RECVMSG4;
    cgroup_sock_addr(recvmsg6): SockAddrContext => RECVMSG6;
    cgroup_sock_addr(getsockname4): SockAddrContext => GETSOCKNAME4;
    cgroup_sock_addr(getsockname6): SockAddrContext => GETSOCKNAME6;
    cgroup_sock_addr(connect_unix): SockAddrContext => CONNECT_UNIX;
    cgroup_sock_addr(sendmsg_unix): SockAddrContext => SENDMSG_UNIX;
    cgroup_sock_addr(recvmsg_unix): SockAddrContext => RECVMSG_UNIX;
    cgroup_sock_addr(getpeername_unix): SockAddrContext => GETPEERNAME_UNIX;
    cgroup_sock_addr(getsockname_unix): SockAddrContext => GETSOCKNAME_UNIX;
    cgroup_sockopt(getsockopt): SockoptContext => GETSOCKOPT;
    cgroup_sockopt(setsockopt): SockoptContext => SETSOCKOPT;
}

/// Counts who asks for the other end's name.
#[cgroup_sock_addr(getpeername4)]
fn getpeername4(_context: SockAddrContext) -> CgroupDecision {
    add(&raw mut PEERS);
    ALLOW
}

/// Counts who asks for the other end's name.
#[cgroup_sock_addr(getpeername6)]
fn getpeername6(_context: SockAddrContext) -> CgroupDecision {
    add(&raw mut PEERS);
    ALLOW
}

/// Keeps system settings as they are.
#[cgroup_sysctl]
fn read_only(context: SysctlContext) -> CgroupDecision {
    if context.is_write() { refuse() } else { ALLOW }
}

/// Refuses /dev/zero.
#[cgroup_device]
fn no_zeroes(context: DeviceContext) -> CgroupDecision {
    if context.major() == 1 && context.minor() == 5 { refuse() } else { ALLOW }
}

/// Counts connections that are made, at both ends.
#[sock_ops]
fn connections(context: SockOpsContext) {
    if matches!(context.op(), SockOp::ACTIVE_ESTABLISHED_CB | SockOp::PASSIVE_ESTABLISHED_CB) {
        add(&raw mut HITS);
    }
}

#[inline(always)]
fn redirect(context: &SockAddrContext) -> CgroupDecision {
    if context.user_port() == 7001 {
        context.set_user_port(7002);
        add(&raw mut HITS);
    }
    ALLOW
}

#[inline(always)]
fn is_icmp(context: &SkBuffContext) -> bool {
    let Some(header) = context.ptr_at::<[u8; 20]>(0) else { return false };
    // SAFETY: 20 bytes are there, which need no alignment.
    let header = unsafe { &*header };
    header[0] >> 4 == 4 && header[9] == 1
}

#[inline(always)]
fn refuse() -> CgroupDecision {
    add(&raw mut HITS);
    CgroupDecision::Deny
}

#[inline(always)]
fn allow() -> CgroupDecision {
    add(&raw mut HITS);
    ALLOW
}

#[inline(always)]
fn add(counter: *mut u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + 1) }
}
