//! XDP programs: what they see is counted, and pings to this machine are dropped.
#![no_std]
#![no_main]

use core::ptr;

corewright_ebpf::license!("GPL");

const XDP_DROP: i32 = 1;
const XDP_PASS: i32 = 2;

/// `struct xdp_md` of `include/uapi/linux/bpf.h`, as far as it is used.
#[repr(C)]
pub struct XdpContext {
    data: u32,
    data_end: u32,
}

/// Packets that were seen.
#[unsafe(no_mangle)]
static mut SEEN: u64 = 0;

/// Echo requests that were dropped.
#[unsafe(no_mangle)]
static mut DROPPED: u64 = 0;

/// Packets that a devmap's or a cpumap's own program saw.
#[unsafe(no_mangle)]
static mut REDIRECTED: u64 = 0;

/// Packets that came out where they were sent to.
#[unsafe(no_mangle)]
static mut ARRIVED: u64 = 0;

/// `BPF_MAP_TYPE_DEVMAP` or `BPF_MAP_TYPE_CPUMAP`; a number, and the descriptor of a program.
#[repr(C)]
struct Targets<const TYPE: usize> {
    r#type: *const [i32; TYPE],
    max_entries: *const [i32; 1],
    key: *const u32,
    value: *const [u32; 2],
}

// SAFETY: the struct is a description without contents.
unsafe impl<const TYPE: usize> Sync for Targets<TYPE> {}

/// Where [`to_interface`] sends things.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".maps")]
static INTERFACES: Targets<14> =
    Targets { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), value: ptr::null() };

/// Where [`to_processor`] sends things.
#[unsafe(no_mangle)]
#[unsafe(link_section = ".maps")]
static PROCESSORS: Targets<16> =
    Targets { r#type: ptr::null(), max_entries: ptr::null(), key: ptr::null(), value: ptr::null() };

/// Drops echo requests.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp")]
extern "C" fn drop_pings(context: *const XdpContext) -> i32 {
    add(&raw mut SEEN);
    if !is_ping(context) {
        return XDP_PASS;
    }
    add(&raw mut DROPPED);
    XDP_DROP
}

/// Counts only; and may be given packets of several buffers.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp.frags")]
extern "C" fn count_fragments(_context: *const XdpContext) -> i32 {
    add(&raw mut SEEN);
    XDP_PASS
}

/// Sends what it is given to the interface that [`INTERFACES`] names.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp")]
extern "C" fn to_interface(_context: *const XdpContext) -> i32 {
    add(&raw mut SEEN);
    redirect(ptr::from_ref(&INTERFACES).cast())
}

/// Sends what it is given to the processor that [`PROCESSORS`] names.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp")]
extern "C" fn to_processor(_context: *const XdpContext) -> i32 {
    add(&raw mut SEEN);
    redirect(ptr::from_ref(&PROCESSORS).cast())
}

/// Counts what comes out at the far end of what was sent elsewhere.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp")]
extern "C" fn arrive(_context: *const XdpContext) -> i32 {
    add(&raw mut ARRIVED);
    XDP_PASS
}

#[inline(always)]
fn redirect(map: *const u8) -> i32 {
    type RedirectMap = unsafe extern "C" fn(*const u8, u32, u64) -> i64;
    // SAFETY: the number of bpf_redirect_map, of this signature.
    let redirect_map: RedirectMap = unsafe { core::mem::transmute::<usize, RedirectMap>(51) };
    // SAFETY: a map of interfaces or processors.
    unsafe { redirect_map(map, 0, 0) as i32 }
}

/// For entries of a devmap.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp/devmap")]
extern "C" fn in_devmap(_context: *const XdpContext) -> i32 {
    add(&raw mut REDIRECTED);
    XDP_PASS
}

/// For entries of a cpumap.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp/cpumap")]
extern "C" fn in_cpumap(_context: *const XdpContext) -> i32 {
    add(&raw mut REDIRECTED);
    XDP_PASS
}

/// For entries of a devmap, with packets of several buffers.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp.frags/devmap")]
extern "C" fn fragments_in_devmap(_context: *const XdpContext) -> i32 {
    XDP_PASS
}

/// For entries of a cpumap, with packets of several buffers.
#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp.frags/cpumap")]
extern "C" fn fragments_in_cpumap(_context: *const XdpContext) -> i32 {
    XDP_PASS
}

/// Whether a packet is Ethernet, IPv4 without options, ICMP, and an echo request.
#[inline(always)]
fn is_ping(context: *const XdpContext) -> bool {
    // SAFETY: the context is the kernel's. Volatile, since the two words must not be loaded as one.
    let (data, end) = unsafe { (ptr::read_volatile(&raw const (*context).data), ptr::read_volatile(&raw const (*context).data_end)) };
    let packet = data as usize as *const u8;
    if packet.wrapping_add(35) > end as usize as *const u8 {
        return false;
    }
    // SAFETY: 35 bytes are there.
    unsafe { *packet.add(12) == 8 && *packet.add(13) == 0 && *packet.add(23) == 1 && *packet.add(34) == 8 }
}

#[inline(always)]
fn add(counter: *mut u64) {
    // SAFETY: a variable of this object; a lost count under a race does no harm.
    unsafe { ptr::write_volatile(counter, ptr::read_volatile(counter) + 1) }
}
