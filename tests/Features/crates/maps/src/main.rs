//! Maps of all the kinds that a program can use by itself, each used once for every process that becomes a program.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::helpers::{Errno, StackOf};
use corewright_ebpf::macros::tracepoint;
use corewright_ebpf::maps::{
    Array, ArrayOfMaps, HashMap, HashOfMaps, LpmTrie, LruHashMap, LruPerCpuHashMap, PerCpuArray, PerCpuHashMap,
    PerfEventArray, Prefix, Queue, Stack, StackTrace,
};
use corewright_ebpf::programs::TracePointContext;

corewright_ebpf::license!("GPL");

/// An array as a value.
pub type Table = [u64; 3];

corewright_ebpf::map! {
    /// Counts at index 1.
    static ARRAY: Array<Table, 4>;
    /// Counts for key 5.
    static HASH: HashMap<u64, u32, 16>;
    /// Counts for key 6.
    static LRU_HASH: LruHashMap<u32, u64, 16>;
    /// Counts at index 1, on each CPU.
    static CPU_ARRAY: PerCpuArray<u32, 2>;
    /// Counts for key 7, on each CPU.
    static CPU_HASH: PerCpuHashMap<u32, u32, 4>;
    /// Counts for key 8, on each CPU.
    static LRU_CPU_HASH: LruPerCpuHashMap<u32, u64, 64>;
    /// Networks.
    static NETWORKS: LpmTrie<Prefix<[u8; 4]>, u32, 8>;
    /// Out in the order they came.
    static QUEUE: Queue<u32, 8>;
    /// Out the other way round.
    static STACK: Stack<u32, 8>;
    /// Where the program ran.
    static STACKS: StackTrace<64>;
    /// bpfrun reads it.
    static EVENTS: PerfEventArray;
    /// Empty.
    static MAPS: ArrayOfMaps<Array<u64, 1>, 2>;
    /// Empty.
    static NAMED_MAPS: HashOfMaps<u32, HashMap<u32, u64, 8>, 2>;
}

/// How often the program ran.
#[unsafe(no_mangle)]
static mut RUNS: u64 = 0;

/// How often something was not as it should be.
#[unsafe(no_mangle)]
static mut WRONG: u64 = 0;

/// How often a call stack was kept.
#[unsafe(no_mangle)]
static mut KEPT: u64 = 0;

#[inline(always)]
fn check(right: bool) {
    if !right {
        // SAFETY: memory of the object's own; a lost count still is one.
        unsafe { (&raw mut WRONG).write_volatile((&raw const WRONG).read_volatile() + 1) };
    }
}

#[inline(always)]
fn count<T: Copy + core::ops::Add<Output = T> + From<u8>>(place: Option<*mut T>) -> bool {
    // SAFETY: a map's value, shared with nobody who would mind.
    place.map(|value| unsafe { *value = *value + T::from(1) }).is_some()
}

#[tracepoint(category = "sched", name = "sched_process_exec")]
fn on_exec(context: TracePointContext) {
    // SAFETY: memory of the object's own.
    unsafe { (&raw mut RUNS).write_volatile((&raw const RUNS).read_volatile() + 1) };
    check(count(ARRAY.get(1).map(|table| table.cast::<u64>())));
    check(count(HASH.get(&5)) || HASH.try_insert(&5, &1).is_ok());
    check(count(LRU_HASH.get(&6)) || LRU_HASH.try_insert(&6, &1).is_ok());
    check(count(CPU_ARRAY.get(1)));
    check(count(CPU_HASH.get(&7)) || CPU_HASH.try_insert(&7, &1).is_ok());
    check(count(LRU_CPU_HASH.get(&8)) || LRU_CPU_HASH.try_insert(&8, &1).is_ok());
    entries();
    networks();
    queues();
    maps();
    if STACKS.get_stackid(&context, StackOf::Kernel).is_ok() {
        // SAFETY: memory of the object's own.
        unsafe { (&raw mut KEPT).write_volatile((&raw const KEPT).read_volatile() + 1) };
    }
    check(EVENTS.output(&context, &7_u64).is_ok());
}

/// What is inserted is there until it is removed; only `try_insert` minds what is there.
#[inline(always)]
fn entries() {
    // SAFETY: a value of the map.
    let found = || HASH.get(&50).map(|value| unsafe { *value });
    check(HASH.try_insert(&50, &1).is_ok() && HASH.try_insert(&50, &2) == Err(Errno::EEXIST) && found() == Some(1));
    check(HASH.insert(&50, &3).is_ok() && found() == Some(3));
    check(HASH.remove(&50).is_ok() && HASH.remove(&50) == Err(Errno::ENOENT) && found().is_none());
    check(ARRAY.set(2, &[5, 6, 7]).is_ok() && ARRAY.set(4, &[0; 3]).is_err() && ARRAY.get(4).is_none());
    // SAFETY: a value of the map.
    check(CPU_ARRAY.set(0, &9).is_ok() && CPU_ARRAY.get(0).map(|value| unsafe { *value }) == Some(9));
}

#[inline(always)]
fn networks() {
    check(NETWORKS.insert(&Prefix { length: 8, bits: [10, 0, 0, 0] }, &8).is_ok());
    check(NETWORKS.insert(&Prefix { length: 24, bits: [10, 1, 2, 0] }, &24).is_ok());
    // SAFETY: values of the map.
    let found = |bits| NETWORKS.get(&Prefix { length: 32, bits }).map(|value| unsafe { *value });
    check(found([10, 1, 2, 3]) == Some(24));
    check(found([10, 9, 9, 9]) == Some(8));
    check(found([11, 1, 2, 3]).is_none());
    let passing = Prefix { length: 32, bits: [10, 1, 2, 3] };
    check(NETWORKS.insert(&passing, &32).is_ok() && found([10, 1, 2, 3]) == Some(32));
    check(NETWORKS.remove(&passing).is_ok() && found([10, 1, 2, 3]) == Some(24));
    check(NETWORKS.remove(&passing) == Err(Errno::ENOENT));
}

#[inline(always)]
fn queues() {
    check(QUEUE.push(&1).is_ok() && QUEUE.push(&2).is_ok());
    check(QUEUE.peek() == Some(1) && QUEUE.pop() == Some(1) && QUEUE.pop() == Some(2) && QUEUE.pop().is_none());
    check(STACK.push(&1).is_ok() && STACK.push(&2).is_ok());
    check(STACK.peek() == Some(2) && STACK.pop() == Some(2) && STACK.pop() == Some(1) && STACK.pop().is_none());
}

#[inline(always)]
fn maps() {
    check(MAPS.get(&0).is_none());
    check(NAMED_MAPS.get(&3).is_none());
}
