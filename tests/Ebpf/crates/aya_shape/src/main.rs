//! What a crate that uses aya-ebpf comes down to once its macros are expanded: map definitions of seven words in `maps`,
//! definitions in BTF in `.maps`, programs and a licence under their sections' names, memory functions and a panic handler of
//! its own. Beside these, our macros for CO-RE and nothing else of ours.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers)]

use core::cell::UnsafeCell;
use core::ffi::{c_long, c_void};
use core::marker::PhantomData;
use core::mem::transmute;
use core::ptr::null;

use corewright_ebpf::{core_field_exists, core_read};

/// The seven words.
#[allow(non_camel_case_types, dead_code, reason = "as bindgen writes it; only loaders read it")]
#[repr(C)]
struct bpf_map_def {
    type_: u32,
    key_size: u32,
    value_size: u32,
    max_entries: u32,
    map_flags: u32,
    id: u32,
    pinning: u32,
}

/// A map whose keys and values are types.
#[repr(transparent)]
struct HashMap<K, V> {
    def: UnsafeCell<bpf_map_def>,
    _kv: PhantomData<(K, V)>,
}

// SAFETY: it is a number to the program; the kernel orders what is done to the map.
unsafe impl<K, V> Sync for HashMap<K, V> {}

impl<K, V> HashMap<K, V> {
    const fn with_max_entries(max_entries: u32) -> Self {
        Self {
            def: UnsafeCell::new(bpf_map_def {
                type_: 1,
                key_size: size_of::<K>() as u32,
                value_size: size_of::<V>() as u32,
                max_entries,
                map_flags: 0,
                id: 0,
                pinning: 0,
            }),
            _kv: PhantomData,
        }
    }

    fn get_mut(&self, key: &K) -> Option<&mut V> {
        // SAFETY: the kernel's helper 1, bpf_map_lookup_elem, has this type.
        let lookup: unsafe extern "C" fn(*mut c_void, *const c_void) -> *mut c_void = unsafe { transmute(1usize) };
        // SAFETY: the map is of this key; what comes back is null or a value that lives as long as the program runs.
        unsafe { lookup(self.def.get().cast(), (&raw const *key).cast()).cast::<V>().as_mut() }
    }

    fn insert(&self, key: &K, value: &V) -> Result<(), c_long> {
        // SAFETY: the kernel's helper 2, bpf_map_update_elem, has this type.
        let update: unsafe extern "C" fn(*mut c_void, *const c_void, *const c_void, u64) -> c_long =
            unsafe { transmute(2usize) };
        // SAFETY: the map is of this key and this value.
        match unsafe { update(self.def.get().cast(), (&raw const *key).cast(), (&raw const *value).cast(), 0) } {
            0 => Ok(()),
            error => Err(error),
        }
    }
}

#[unsafe(link_section = "maps")]
#[unsafe(export_name = "COUNTS")]
static COUNTERS: HashMap<u32, u64> = HashMap::with_max_entries(1024);

#[unsafe(link_section = "maps")]
#[unsafe(export_name = "TASKS")]
static TASKS: HashMap<u32, Task> = HashMap::with_max_entries(64);

/// What is known of a task.
#[derive(Clone, Copy)]
#[repr(C)]
struct Task {
    tgid: i32,
    parent: i32,
    flags: u64,
}

/// A map that BTF defines: an array.
#[allow(dead_code, reason = "only its type is read, by loaders")]
#[repr(C)]
struct Array<T, const MAX_ENTRIES: usize, const FLAGS: usize> {
    r#type: *const [i32; 2],
    key: *const u32,
    value: *const T,
    max_entries: *const [i32; MAX_ENTRIES],
    map_flags: *const [i32; FLAGS],
}

// SAFETY: as for `HashMap`.
unsafe impl<T, const MAX_ENTRIES: usize, const FLAGS: usize> Sync for Array<T, MAX_ENTRIES, FLAGS> {}

#[unsafe(link_section = ".maps")]
#[unsafe(export_name = "TOTALS")]
static TOTALS: Array<u64, 4, 0> =
    Array { r#type: null(), key: null(), value: null(), max_entries: null(), map_flags: null() };

/// A constant that user space sets before it loads the object.
#[unsafe(no_mangle)]
static ONLY_TGID: u32 = 0;

#[unsafe(link_section = "license")]
#[unsafe(no_mangle)]
static LICENSE: [u8; 13] = *b"Dual MIT/GPL\0";

corewright_ebpf::kernel_types! {
    /// Partial.
    struct task_struct {
        tgid: i32,
        real_parent: *const task_struct,
    }
}

struct TracePointContext {
    ctx: *mut c_void,
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exec")]
fn count_exec(ctx: *mut c_void) -> u32 {
    let _ = try_count_exec(&TracePointContext { ctx });
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/sched/sched_process_exit")]
fn count_exit(ctx: *mut c_void) -> u32 {
    match try_count_exec(&TracePointContext { ctx }) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}

// BPF has one register for results, and debug builds would not inline it.
#[inline(always)]
fn try_count_exec(ctx: &TracePointContext) -> Result<(), c_long> {
    // SAFETY: the kernel's helper 14, bpf_get_current_pid_tgid, has this type.
    let pid_tgid: unsafe extern "C" fn() -> u64 = unsafe { transmute(14usize) };
    // SAFETY: the kernel's helper 35, bpf_get_current_task, has this type.
    let current: unsafe extern "C" fn() -> u64 = unsafe { transmute(35usize) };
    // SAFETY: both may be called from any tracepoint.
    let (id, task) = unsafe { ((pid_tgid() >> 32) as u32, current() as *const task_struct) };
    // SAFETY: user space writes it before the program is loaded, never afterwards.
    let only = unsafe { (&raw const ONLY_TGID).read_volatile() };
    if ctx.ctx.is_null() || (only != 0 && only != id) {
        return Ok(());
    }
    match COUNTERS.get_mut(&id) {
        Some(count) => *count += 1,
        None => COUNTERS.insert(&id, &1)?,
    }
    if core_field_exists!(task_struct, real_parent) {
        let known = Task {
            tgid: core_read!(task, tgid).map_err(|_| -14)?,
            parent: core_read!(task, real_parent.tgid).map_err(|_| -14)?,
            flags: u64::from(total(0)),
        };
        TASKS.insert(&id, &known)?;
    }
    Ok(())
}

/// Kept apart, as a function that the verifier meets on its own.
#[inline(never)]
fn total(index: u32) -> u32 {
    // SAFETY: the kernel's helper 1, bpf_map_lookup_elem, has this type.
    let lookup: unsafe extern "C" fn(*mut c_void, *const c_void) -> *mut c_void = unsafe { transmute(1usize) };
    // SAFETY: the map's keys are `u32` and its values `u64`.
    let value =
        unsafe { lookup((&raw const TOTALS).cast_mut().cast(), (&raw const index).cast()).cast::<u64>().as_mut() };
    let Some(value) = value else { return 0 };
    *value += 1;
    *value as u32
}

// SAFETY: as much may be written, and read, as the caller says.
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(target: *mut u8, value: i32, length: usize) {
    for i in 0..length {
        // SAFETY: the caller says that so much may be written.
        unsafe { *target.add(i) = value as u8 }
    }
}

// SAFETY: as much may be written, and read, as the caller says.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(target: *mut u8, source: *mut u8, length: usize) {
    for i in 0..length {
        // SAFETY: the caller says that so much may be read and written.
        unsafe { *target.add(i) = *source.add(i) }
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
