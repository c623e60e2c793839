//! Maps of what packets, programs and events can go to: made, and left empty.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::macros::tracepoint;
use corewright_ebpf::maps::{
    CgroupArray, CpuMap, DevMap, DevMapHash, ProgramArray, ReusePortSockArray, RingBuf, SkStorage, SockHash, SockMap,
    XskMap,
};
use corewright_ebpf::programs::TracePointContext;

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// Programs.
    static PROGRAMS: ProgramArray<2>;
    /// Cgroups.
    static CGROUPS: CgroupArray<2>;
    /// Network interfaces.
    static DEVICES: DevMap<u32, 4>;
    /// Network interfaces by key.
    static DEVICE_HASH: DevMapHash<u32, 4>;
    /// CPUs.
    static CPUS: CpuMap<u32, 1>;
    /// AF_XDP sockets.
    static XSKS: XskMap<4>;
    /// Sockets.
    static SOCKETS: SockMap<4>;
    /// Sockets by key.
    static SOCKET_HASH: SockHash<u64, 4>;
    /// Sockets that share a port.
    static PORTS: ReusePortSockArray<4>;
    /// A value of each socket.
    static OF_SOCKETS: SkStorage<u64>;
    /// User space.
    static RING: RingBuf<4096>;
}

/// Whether there was no program to go on with.
#[unsafe(no_mangle)]
static mut CAME_BACK: u64 = 0;

#[tracepoint(category = "sched", name = "sched_process_exec")]
fn on_exec(context: TracePointContext) {
    PROGRAMS.tail_call(&context, 1);
    // SAFETY: memory of the object's own.
    unsafe { (&raw mut CAME_BACK).write_volatile(1) };
}
