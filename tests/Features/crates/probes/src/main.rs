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
