//! Maps of what has a descriptor: user space, or the loader, puts it in.

use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};

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
            /// Has an XDP program's packet go to an entry: return what this returns. Where there is none, it is the lower two bits of
            /// `flags` (5.2), such as `XDP_PASS`.
            #[inline(always)]
            pub fn redirect(&'static self, index: u32, flags: u64) -> i32 {
                // SAFETY: `self` is a map of this kind.
                unsafe { helpers::redirect_map(self.handle(), u64::from(index), flags) as i32 }
            }
        })+
    };
}

redirects! { DeviceMap<V; ENTRIES>, CpuMap<V; ENTRIES>, XskMap<; ENTRIES> }
