//! One program for each kind of probe, each with a counter of its own.
#![no_std]
#![no_main]

corewright_ebpf::license!("GPL");

/// A program at a section that adds one to a counter.
macro_rules! counts {
    ($($section:literal => $function:ident, $counter:ident;)*) => {$(
        #[unsafe(no_mangle)]
        static mut $counter: u64 = 0;

        #[unsafe(no_mangle)]
        #[unsafe(link_section = $section)]
        extern "C" fn $function(_context: *const u8) -> i32 {
            // SAFETY: memory of the object's own; a lost count does no harm.
            unsafe {
                let counter = &raw mut $counter;
                counter.write_volatile(counter.read_volatile() + 1);
            }
            0
        }
    )*};
}

counts! {
    "kprobe/vfs_unlink" => on_kprobe, KPROBES;
    "kretprobe/vfs_unlink" => on_kretprobe, KRETPROBES;
    "kprobe" => on_old_kprobe, OLD_KPROBES;
    "kretprobe" => on_old_kretprobe, OLD_KRETPROBES;
    "ksyscall/execve" => on_syscall, SYSCALLS;
    "kretsyscall/execve" => on_syscall_return, SYSCALL_RETURNS;
    "kprobe.multi/vfs_*dir" => on_kprobe_multi, KPROBES_MULTI;
    "kretprobe.multi/vfs_*dir" => on_kretprobe_multi, KRETPROBES_MULTI;
    "kprobe.multi/vfs_rmdir" => on_kprobe_multi_single, KPROBES_MULTI_SINGLE;
    "kprobe.session/vfs_*dir" => on_kprobe_session, KPROBE_SESSIONS;
    "uprobe//job/probed:answer" => on_uprobe, UPROBES;
    "uretprobe//job/probed:answer" => on_uretprobe, URETPROBES;
    "uprobe//job/probed:answer+4" => on_uprobe_inside, UPROBES_INSIDE;
    "uprobe.s//job/probed:answer" => on_sleepable_uprobe, SLEEPABLE_UPROBES;
    "uprobe" => on_library, LIBRARY_UPROBES;
    "uprobe.multi//job/probed:answer*" => on_uprobe_multi, UPROBES_MULTI;
    "uretprobe.multi//job/probed:answer*" => on_uretprobe_multi, URETPROBES_MULTI;
    "uprobe.session//job/probed:answer*" => on_uprobe_session, UPROBE_SESSIONS;
    "perf_event" => on_perf_event, PERF_EVENTS;
    "raw_tracepoint/sched_process_exec" => on_raw_tracepoint, RAW_TRACEPOINTS;
    "raw_tp/sched_process_exit" => on_raw_exit, RAW_EXITS;
    "xdp" => on_frame, FRAMES;
    "kprobe/veth:veth_newlink" => on_module_kprobe, MODULE_KPROBES;
    "kretprobe/veth:veth_newlink" => on_module_kretprobe, MODULE_KRETPROBES;
}

#[unsafe(no_mangle)]
static mut COOKIE: u64 = 0;

/// What it was attached with: `bpf_get_attach_cookie` (5.15).
#[unsafe(no_mangle)]
#[unsafe(link_section = "kprobe/vfs_unlink")]
extern "C" fn on_cookie(context: *const u8) -> i32 {
    type GetAttachCookie = unsafe extern "C" fn(*const u8) -> u64;
    // SAFETY: the number stands for a helper of exactly this signature; the memory is the object's own.
    unsafe {
        let get_attach_cookie: GetAttachCookie = core::mem::transmute::<usize, GetAttachCookie>(174);
        (&raw mut COOKIE).write_volatile(get_attach_cookie(context));
    }
    0
}

#[unsafe(no_mangle)]
static mut TESTS: u64 = 0;

/// The one argument is what a test run ends with, and may be written: it becomes -EDOM (5.2).
#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp.w/bpf_test_finish")]
extern "C" fn on_test(context: *const *mut i32) -> i32 {
    // SAFETY: the kernel hands over a pointer to its own number; the counter is the object's.
    unsafe {
        let result = context.read_volatile();
        result.write_volatile(-33);
        let counter = &raw mut TESTS;
        counter.write_volatile(counter.read_volatile() + 1);
    }
    0
}

#[unsafe(no_mangle)]
static mut SLEEPABLE_CALLS: u64 = 0;

#[unsafe(no_mangle)]
static mut SLEEPABLE_RAW_CALLS: u64 = 0;

/// Whether the process that runs is one of this suite's own: at the address where its linker puts programs there is an ELF header.
/// `bpf_copy_from_user` (5.10), which reads it even if it has to be fetched first, is there for programs that may sleep.
#[inline(always)]
fn is_own() -> bool {
    type CopyFromUser = unsafe extern "C" fn(*mut u8, u32, u64) -> i64;
    let mut first = 0u8;
    // SAFETY: the number stands for a helper of exactly this signature. 64 and 32 bits have another address.
    unsafe {
        let copy: CopyFromUser = core::mem::transmute::<usize, CopyFromUser>(148);
        (copy(&raw mut first, 1, 0x20_0000) as i32 == 0 && first == 0x7f) || (copy(&raw mut first, 1, 0x1_0000) as i32 == 0 && first == 0x7f)
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tp.s/syscalls/sys_enter_exit_group")]
extern "C" fn on_sleepable_tracepoint(_context: *const u8) -> i32 {
    if is_own() {
        // SAFETY: memory of the object's own; a lost count does no harm.
        unsafe {
            let counter = &raw mut SLEEPABLE_CALLS;
            counter.write_volatile(counter.read_volatile() + 1);
        }
    }
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp.s/sys_enter")]
extern "C" fn on_sleepable_raw(_context: *const u8) -> i32 {
    if is_own() {
        // SAFETY: memory of the object's own; a lost count does no harm.
        unsafe {
            let counter = &raw mut SLEEPABLE_RAW_CALLS;
            counter.write_volatile(counter.read_volatile() + 1);
        }
    }
    0
}
