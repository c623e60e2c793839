//! Maps of what packets, programs and events can go to: made, and left empty.
#![no_std]
#![no_main]

use corewright_ebpf::maps::{
    CgroupArray, CpuMap, DeviceHashMap, DeviceMap, ProgramArray, ReuseportArray, RingBuffer, SocketHash, SocketMap,
    SocketStorage, XskMap,
};

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// Programs.
    static PROGRAMS: ProgramArray<2>;
    /// Cgroups.
    static CGROUPS: CgroupArray<2>;
    /// Network interfaces.
    static DEVICES: DeviceMap<u32, 4>;
    /// Network interfaces by key.
    static DEVICE_HASH: DeviceHashMap<u32, u32, 4>;
    /// CPUs.
    static CPUS: CpuMap<u32, 1>;
    /// AF_XDP sockets.
    static XSKS: XskMap<4>;
    /// Sockets.
    static SOCKETS: SocketMap<4>;
    /// Sockets by key.
    static SOCKET_HASH: SocketHash<u64, 4>;
    /// Sockets that share a port.
    static PORTS: ReuseportArray<4>;
    /// A value of each socket.
    static OF_SOCKETS: SocketStorage<u64>;
    /// User space.
    static RING: RingBuffer<4096>;
}

/// Whether there was no program to go on with.
#[unsafe(no_mangle)]
static mut CAME_BACK: u64 = 0;

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
extern "C" fn on_exec(context: *const u8) -> i32 {
    // SAFETY: the context is this program's; the memory is the object's own.
    unsafe {
        PROGRAMS.tail_call(context, 1);
        (&raw mut CAME_BACK).write_volatile(1);
    }
    0
}
