//! Everything that the support crate and the linker can do: each kind of relocation, maps of each type, panics, memory in
//! lengths that LLVM's BPF backend gives up on, and types as rustc likes them and kernels don't.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use core::ptr;

use corewright_ebpf::helpers::{Errno, current_pid_tgid, current_task, monotonic_ns};
use corewright_ebpf::maps::{Array, HashMap, LruHashMap};
use corewright_ebpf::{
    core_enum_value, core_enum_value_exists, core_field_exists, core_field_size, core_offset, core_read,
    core_type_exists, core_type_size,
};

corewright_ebpf::license!("GPL");

corewright_ebpf::map! {
    /// One number for each question.
    static ANSWERS: Array<u64, 16>;
    /// More than LLVM copies by itself.
    static PAGES: Array<Page, 2>;
    /// Keyed by a type without `repr(C)`.
    static SEEN: HashMap<u32, Shuffled, 64>;
    /// A type whose name is longer than kernels take.
    static LONG: LruHashMap<u32, AnUncommonlyLongNameForATypeThatNobodyWouldWriteByHand<AnUncommonlyLongNameForATypeThatNobodyWouldWriteByHand<u64>>, 64>;
}

/// Constants, in .rodata.
static PRIMES: [u16; 16] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/// A counter that starts at zero, in .bss.
static mut CALLS: u64 = 0;

/// More than 1024 bytes.
#[derive(Clone, Copy)]
#[repr(C)]
struct Page {
    bytes: [u8; 3000],
}

/// rustc puts the widest field first and describes them in this order.
#[derive(Clone, Copy)]
struct Shuffled {
    small: u8,
    wide: u64,
    middle: u16,
}

#[derive(Clone, Copy)]
#[repr(C)]
struct AnUncommonlyLongNameForATypeThatNobodyWouldWriteByHand<T> {
    inner: T,
}

corewright_ebpf::kernel_types! {
    /// Partial.
    struct task_struct {
        pid: i32,
        real_parent: *const task_struct,
        no_such_field: u64,
    }

    /// Not in any kernel.
    struct no_such_type {
        field: u32,
    }

    /// Only its size is asked for.
    struct pid_namespace {
        level: u32,
    }
}

corewright_ebpf::kernel_enums! {
    /// Partial; the second value is in no kernel.
    enum bpf_map_type {
        BPF_MAP_TYPE_RINGBUF = 1,
        BPF_MAP_TYPE_NO_SUCH = 2,
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/syscalls/sys_enter_getppid")]
extern "C" fn on_getppid(_context: *const u8) -> i32 {
    let _ = answer();
    0
}

#[inline(always)]
fn answer() -> Result<(), Errno> {
    let task: *const task_struct = current_task();
    ANSWERS.set(0, &(core_offset!(task_struct, pid) as u64))?;
    ANSWERS.set(1, &u64::from(core_field_size!(task_struct, real_parent)))?;
    ANSWERS.set(2, &u64::from(core_field_exists!(task_struct, no_such_field)))?;
    ANSWERS.set(3, &u64::from(core_type_exists!(no_such_type)))?;
    ANSWERS.set(4, &(core_type_size!(pid_namespace) as u64))?;
    ANSWERS.set(5, &u64::from(core_enum_value_exists!(bpf_map_type, BPF_MAP_TYPE_NO_SUCH)))?;
    ANSWERS.set(6, &core_enum_value!(bpf_map_type, BPF_MAP_TYPE_RINGBUF))?;
    if core_field_exists!(task_struct, no_such_field) {
        ANSWERS.set(7, &core_read!(task, task_struct, no_such_field)?)?;
    }
    let parent = core_read!(task, task_struct, real_parent)?;
    ANSWERS.set(8, &u64::from(pid_of(parent as usize as u64)))?;

    let (pid, _) = current_pid_tgid();
    let shuffled = Shuffled { small: 1, wide: monotonic_ns(), middle: 2 };
    SEEN.insert(&pid, &shuffled)?;
    if let Some(seen) = SEEN.get(&pid) {
        // SAFETY: a value of this map, and nobody removes it.
        let seen = unsafe { &*seen };
        ANSWERS.set(9, &(seen.wide + u64::from(seen.small) + u64::from(seen.middle)))?;
    }
    let long = AnUncommonlyLongNameForATypeThatNobodyWouldWriteByHand {
        inner: AnUncommonlyLongNameForATypeThatNobodyWouldWriteByHand { inner: 1 },
    };
    LONG.insert(&pid, &long)?;
    SEEN.remove(&pid)?;
    Ok(())
}

/// A subprogram with a relocation of its own.
#[inline(never)]
fn pid_of(task: u64) -> u32 {
    core_read!(task as usize as *const task_struct, task_struct, pid).unwrap_or(0) as u32
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/syscalls/sys_enter_getpgid")]
extern "C" fn on_getpgid(_context: *const u8) -> i32 {
    // SAFETY: memory of the object's own; a lost count does no harm.
    let calls = unsafe {
        let calls = &raw mut CALLS;
        calls.write_volatile(calls.read_volatile() + 1);
        calls.read_volatile()
    };
    let prime = PRIMES[(calls & 15) as usize];
    let (Some(first), Some(second)) = (PAGES.get(0), PAGES.get(1)) else { return 0 };
    // SAFETY: two values of the same map that don't overlap, and that the map keeps for ever.
    unsafe {
        ptr::write_bytes(first, 7, 1);
        ptr::copy_nonoverlapping(first, second, 1);
        ptr::copy((*second).bytes.as_ptr(), (*second).bytes.as_mut_ptr().add(1), 2999);
    }
    // SAFETY: as above.
    let page = unsafe { &*second };
    // The compiler can't know that this is inside: it checks, and panics if it is not.
    let index = (monotonic_ns() & 4095) as usize;
    i32::from(page.bytes[index]) + i32::from(prime)
}
