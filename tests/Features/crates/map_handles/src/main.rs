//! Maps for user space to work on: tests/Maps/programs/MapHandles.Freestanding.cs does.
#![no_std]
#![no_main]

use corewright_ebpf::maps::{
    Array, ArrayOfMaps, HashMap, HashOfMaps, LpmTrie, PerCpuArray, PerCpuHashMap, Prefix, ProgramArray, Queue, Stack,
};

corewright_ebpf::license!("GPL");

/// What a connection is known by; without padding.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Flow {
    /// From where.
    pub source: u32,
    /// To where.
    pub destination: u32,
}

/// What is counted.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Totals {
    /// How many.
    pub packets: u64,
    /// How much.
    pub bytes: u64,
}

corewright_ebpf::map! {
    /// A struct for a struct.
    static FLOWS: HashMap<Flow, Totals, 1024>;
    /// Numbers.
    static NUMBERS: Array<u64, 300>;
    /// An array for an index.
    static TABLES: Array<[u32; 3], 2>;
    /// Numbers of each CPU, smaller than the room that they take.
    static CPU_NUMBERS: PerCpuArray<u32, 3>;
    /// The same by key.
    static CPU_TOTALS: PerCpuHashMap<u32, Totals, 8>;
    /// Networks.
    static ROUTES: LpmTrie<Prefix<[u8; 4]>, u32, 512>;
    /// Out in the order they came.
    static QUEUE: Queue<u64, 3>;
    /// Out the other way round.
    static STACK: Stack<u64, 3>;
    /// Programs.
    static PROGRAMS: ProgramArray<2>;
    /// Maps like `NUMBERS`.
    static SLOTS: ArrayOfMaps<Array<u64, 300>, 2>;
    /// Maps like `NUMBERS`, by key.
    static NAMED_MAPS: HashOfMaps<u32, Array<u64, 300>, 2>;
}

/// How often the program ran.
#[unsafe(no_mangle)]
static mut RUNS: u64 = 0;

/// Left alone.
#[unsafe(no_mangle)]
static FIXED: u64 = 11;

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
extern "C" fn on_exec(_context: *const u8) -> i32 {
    // SAFETY: memory of the object's own.
    unsafe {
        let fixed = (&raw const FIXED).read_volatile();
        (&raw mut RUNS).write_volatile((&raw const RUNS).read_volatile() + fixed);
    }
    0
}
