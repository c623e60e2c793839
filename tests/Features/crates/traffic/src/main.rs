//! Classifiers: what they see is counted, pings are dropped, and programs on one hook tell in which order they ran.
#![no_std]
#![no_main]

use core::ptr;

corewright_ebpf::license!("GPL");

const TC_ACT_UNSPEC: i32 = -1;
const TC_ACT_OK: i32 = 0;
const TC_ACT_SHOT: i32 = 2;

/// `struct __sk_buff` of `include/uapi/linux/bpf.h`, as far as it is used.
#[repr(C)]
pub struct SocketBuffer {
    before: [u32; 19],
    data: u32,
    data_end: u32,
}

/// Packets that were seen.
#[unsafe(no_mangle)]
static mut SEEN: u64 = 0;

/// Echo requests that were seen.
#[unsafe(no_mangle)]
static mut PINGS: u64 = 0;

/// The first packet's way through the programs: a decimal digit each.
#[unsafe(no_mangle)]
static mut ORDER: u64 = 0;

/// Drops echo requests.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tc/ingress")]
extern "C" fn drop_in(context: *const SocketBuffer) -> i32 {
    if count(context) { TC_ACT_SHOT } else { TC_ACT_OK }
}

/// Drops echo requests.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tcx/egress")]
extern "C" fn drop_out(context: *const SocketBuffer) -> i32 {
    if count(context) { TC_ACT_SHOT } else { TC_ACT_OK }
}

/// Drops echo requests, whichever way they go.
#[unsafe(no_mangle)]
#[unsafe(link_section = "classifier")]
extern "C" fn drop_either(context: *const SocketBuffer) -> i32 {
    if count(context) { TC_ACT_SHOT } else { TC_ACT_OK }
}

/// Counts.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tc")]
extern "C" fn only_count(context: *const SocketBuffer) -> i32 {
    count(context);
    TC_ACT_OK
}

/// Leaves a 1, and the packet to the next.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tcx/ingress")]
extern "C" fn one(_context: *const SocketBuffer) -> i32 {
    leave(1)
}

/// Leaves a 2, and the packet to the next.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tcx/ingress")]
extern "C" fn two(_context: *const SocketBuffer) -> i32 {
    leave(2)
}

/// Leaves a 3, and the packet to the next.
#[unsafe(no_mangle)]
#[unsafe(link_section = "tcx/ingress")]
extern "C" fn three(_context: *const SocketBuffer) -> i32 {
    leave(3)
}

/// Drops all that the primary sends.
#[unsafe(no_mangle)]
#[unsafe(link_section = "netkit/primary")]
extern "C" fn from_primary(_context: *const SocketBuffer) -> i32 {
    add(&raw mut SEEN);
    TC_ACT_SHOT
}

/// Drops all that the peer sends.
#[unsafe(no_mangle)]
#[unsafe(link_section = "netkit/peer")]
extern "C" fn from_peer(_context: *const SocketBuffer) -> i32 {
    add(&raw mut SEEN);
    TC_ACT_SHOT
}

/// Drops echo requests, as the action of another classifier.
#[unsafe(no_mangle)]
#[unsafe(link_section = "action")]
extern "C" fn as_action(context: *const SocketBuffer) -> i32 {
    if count(context) { TC_ACT_SHOT } else { TC_ACT_OK }
}

#[inline(always)]
fn leave(digit: u64) -> i32 {
    let order = &raw mut ORDER;
    // SAFETY: a variable of this object.
    unsafe {
        let so_far = ptr::read_volatile(order);
        if so_far < 100 {
            ptr::write_volatile(order, so_far * 10 + digit);
        }
    }
    TC_ACT_UNSPEC
}

/// Counts a packet, and says whether it is Ethernet, IPv4 without options, ICMP, and an echo request.
#[inline(always)]
fn count(context: *const SocketBuffer) -> bool {
    add(&raw mut SEEN);
    // SAFETY: the context is the kernel's. Volatile, since the two words must not be loaded as one.
    let (data, end) = unsafe { (ptr::read_volatile(&raw const (*context).data), ptr::read_volatile(&raw const (*context).data_end)) };
    let packet = data as usize as *const u8;
    if packet.wrapping_add(35) > end as usize as *const u8 {
        return false;
    }
    // SAFETY: 35 bytes are there.
    let ping = unsafe { *packet.add(12) == 8 && *packet.add(13) == 0 && *packet.add(23) == 1 && *packet.add(34) == 8 };
    if ping {
        add(&raw mut PINGS);
    }
    ping
}

#[inline(always)]
fn add(counter: *mut u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + 1) }
}
