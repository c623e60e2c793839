//! Maps of what has a descriptor: user space, or the loader, puts it in.

use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};
use crate::programs::{
    EbpfContext, SkAction, SkBuffContext, SkMsgContext, SkReuseportContext, SockOpsContext, XdpAction,
};

definition! {
    /// `BPF_MAP_TYPE_PROG_ARRAY` (4.2): programs to go on with.
    ProgramArray<; ENTRIES>, r#type: [i32; 3], max_entries: [i32; ENTRIES], key: u32, value: u32
}

impl<const ENTRIES: usize> ProgramArray<ENTRIES> {
    /// Goes on with another program, and does not come back. If it does, there was none.
    ///
    /// # Safety
    /// The context must be this program's own, which the other one gets.
    #[inline(always)]
    pub unsafe fn tail_call(&'static self, context: *const u8, index: u32) {
        // SAFETY: `self` is a map of this kind, and the context is the caller's promise.
        unsafe { helpers::tail_call(context, self.handle(), index) };
    }
}

/// `BPF_F_CURRENT_CPU` of the kernel's include/uapi/linux/bpf.h.
const CURRENT_CPU: u64 = 0xffff_ffff;

definition! {
    /// `BPF_MAP_TYPE_PERF_EVENT_ARRAY` (4.3): an event for each CPU, whose buffer samples go into. The loader makes it as long as there
    /// are CPUs.
    PerfEventArray<;>, r#type: [i32; 4], max_entries: [i32; 0], key: u32, value: u32
}

impl PerfEventArray {
    /// Copies a sample into this CPU's buffer; an error where there is none, or it is full.
    ///
    /// # Safety
    /// The context must be this program's own. All of the sample is shown to user space: it must have no padding.
    #[inline(always)]
    pub unsafe fn output<T>(&'static self, context: *const u8, sample: &T) -> Result<(), Errno> {
        let (sample, size) = (ptr::from_ref(sample).cast(), size_of::<T>() as u64);
        // SAFETY: `self` is a map of this kind, and the sample is as long as is said.
        Errno::check(unsafe { helpers::perf_event_output(context, self.handle(), CURRENT_CPU, sample, size) }).map(drop)
    }
}

definition! {
    /// `BPF_MAP_TYPE_CGROUP_ARRAY` (4.8): cgroups to compare with.
    CgroupArray<; ENTRIES>, r#type: [i32; 8], max_entries: [i32; ENTRIES], key: u32, value: u32
}

definition! {
    /// `BPF_MAP_TYPE_DEVMAP` (4.14): network interfaces for XDP programs to send packets to. Values are `u32` interface numbers, or
    /// `bpf_devmap_val`.
    DeviceMap<V; ENTRIES>, r#type: [i32; 14], max_entries: [i32; ENTRIES], key: u32, value: V
}

definition! {
    /// `BPF_MAP_TYPE_CPUMAP` (4.15): CPUs for XDP programs to send packets to. Values are `u32` queue lengths, or `bpf_cpumap_val`.
    CpuMap<V; ENTRIES>, r#type: [i32; 16], max_entries: [i32; ENTRIES], key: u32, value: V
}

definition! {
    /// `BPF_MAP_TYPE_XSKMAP` (4.18): AF_XDP sockets for XDP programs to send packets to.
    XskMap<; ENTRIES>, r#type: [i32; 17], max_entries: [i32; ENTRIES], key: u32, value: u32
}

definition! {
    /// `BPF_MAP_TYPE_SOCKMAP` (4.14): sockets.
    SocketMap<; ENTRIES>, r#type: [i32; 15], max_entries: [i32; ENTRIES], key: u32, value: u32
}

definition! {
    /// `BPF_MAP_TYPE_SOCKHASH` (4.18): sockets by any key.
    SocketHash<K; ENTRIES>, r#type: [i32; 18], max_entries: [i32; ENTRIES], key: K, value: u32
}

definition! {
    /// `BPF_MAP_TYPE_REUSEPORT_SOCKARRAY` (4.19): sockets that share a port.
    ReuseportArray<; ENTRIES>, r#type: [i32; 20], max_entries: [i32; ENTRIES], key: u32, value: u64
}

macro_rules! redirects {
    ($($name:ident<$($parameter:ident)? ; ENTRIES>),+) => {
        $(impl<$($parameter,)? const ENTRIES: usize> $name<$($parameter,)? ENTRIES> {
            /// Has an XDP program's packet go to an entry: return what this returns. Where there is none, it is `otherwise`, one of
            /// `Aborted`, `Drop`, `Pass` and `Tx` (5.2).
            #[inline(always)]
            pub fn redirect(&'static self, index: u32, otherwise: XdpAction) -> XdpAction {
                // SAFETY: `self` is a map of this kind.
                XdpAction::from(unsafe { helpers::redirect_map(self.handle(), u64::from(index), otherwise as u64) as i32 })
            }
        })+
    };
}

redirects! { DeviceMap<V; ENTRIES>, CpuMap<V; ENTRIES>, XskMap<; ENTRIES> }

impl<const ENTRIES: usize> SocketMap<ENTRIES> {
    /// Puts the socket of an event in.
    #[inline(always)]
    pub fn insert(&'static self, socket: &SockOpsContext, index: u32) -> Result<(), Errno> {
        // SAFETY: `self` is a map of this kind, with such a key; the context is this program's own.
        Errno::check(unsafe {
            helpers::sock_map_update(socket.as_ptr(), self.handle(), ptr::from_ref(&index).cast(), 0)
        })
        .map(drop)
    }

    /// Has a packet go to a socket: return what this returns. With flag 1, it comes in there.
    #[inline(always)]
    pub fn redirect_packet(&'static self, packet: &SkBuffContext, index: u32, flags: u64) -> SkAction {
        // SAFETY: `self` is a map of this kind; the context is this program's own.
        SkAction::from(unsafe { helpers::sk_redirect_map(packet.as_ptr(), self.handle(), index, flags) })
    }

    /// Has a message go to a socket: return what this returns. With flag 1, it comes in there.
    #[inline(always)]
    pub fn redirect_message(&'static self, message: &SkMsgContext, index: u32, flags: u64) -> SkAction {
        // SAFETY: as for `redirect_packet`.
        SkAction::from(unsafe { helpers::msg_redirect_map(message.as_ptr(), self.handle(), index, flags) })
    }
}

impl<K: Copy, const ENTRIES: usize> SocketHash<K, ENTRIES> {
    /// Puts the socket of an event in.
    #[inline(always)]
    pub fn insert(&'static self, socket: &SockOpsContext, key: &K) -> Result<(), Errno> {
        // SAFETY: `self` is a map of this kind, with this type of key; the context is this program's own.
        Errno::check(unsafe { helpers::sock_hash_update(socket.as_ptr(), self.handle(), ptr::from_ref(key).cast(), 0) })
            .map(drop)
    }

    /// Has a packet go to a socket: return what this returns. With flag 1, it comes in there.
    #[inline(always)]
    pub fn redirect_packet(&'static self, packet: &SkBuffContext, key: &K, flags: u64) -> SkAction {
        // SAFETY: `self` is a map of this kind, with this type of key; the context is this program's own.
        SkAction::from(unsafe {
            helpers::sk_redirect_hash(packet.as_ptr(), self.handle(), ptr::from_ref(key).cast(), flags)
        })
    }

    /// Has a message go to a socket: return what this returns. With flag 1, it comes in there.
    #[inline(always)]
    pub fn redirect_message(&'static self, message: &SkMsgContext, key: &K, flags: u64) -> SkAction {
        // SAFETY: as for `redirect_packet`.
        SkAction::from(unsafe {
            helpers::msg_redirect_hash(message.as_ptr(), self.handle(), ptr::from_ref(key).cast(), flags)
        })
    }
}

impl<const ENTRIES: usize> ReuseportArray<ENTRIES> {
    /// Has what came in go to a socket; an error where there is none that fits.
    #[inline(always)]
    pub fn select(&'static self, context: &SkReuseportContext, index: u32) -> Result<(), Errno> {
        // SAFETY: `self` is a map of this kind, with such a key; the context is this program's own.
        Errno::check(unsafe {
            helpers::sk_select_reuseport(context.as_ptr(), self.handle(), ptr::from_ref(&index).cast(), 0)
        })
        .map(drop)
    }
}

impl<const ENTRIES: usize> CgroupArray<ENTRIES> {
    /// Whether the current task is in a cgroup of the map, or below it.
    #[inline(always)]
    pub fn contains_current(&'static self, index: u32) -> Result<bool, Errno> {
        // SAFETY: `self` is a map of this kind.
        Errno::check(unsafe { helpers::current_task_under_cgroup(self.handle(), index) }).map(|is| is == 1)
    }
}
