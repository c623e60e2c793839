//! Programs whose place is a type in the kernel's BTF: tracepoints with typed arguments, functions' entries and returns, functions'
//! results, and security hooks.
#![no_std]
#![no_main]

corewright_ebpf::license!("GPL");

/// EPERM.
const REFUSED: i32 = -1;

macro_rules! counters {
    ($($name:ident)*) => {
        $(
            #[unsafe(no_mangle)]
            static mut $name: i64 = 0;
        )*
    };
}

counters!(FORKS ENTERED ENTERED_SLEEPABLE COOKIE LEFT CHILD MADE REMOVED MODIFIED DENIED OPENED BOUND);

macro_rules! count {
    ($name:ident) => {
        // SAFETY: memory of the object's own; a lost count does no harm.
        unsafe {
            let counter = &raw mut $name;
            counter.write_volatile(counter.read_volatile() + 1);
        }
    };
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tp_btf/sched_process_fork")]
extern "C" fn on_fork(_context: *const u64) -> i32 {
    count!(FORKS);
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "fentry/kernel_clone")]
extern "C" fn on_entry(_context: *const u64) -> i32 {
    count!(ENTERED);
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "fentry.s/__x64_sys_getcwd")]
extern "C" fn on_entry_sleepable(_context: *const u64) -> i32 {
    count!(ENTERED_SLEEPABLE);
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "fentry/kernel_clone")]
extern "C" fn on_cookie(context: *const u64) -> i32 {
    const GET_ATTACH_COOKIE: usize = 174;
    // SAFETY: the verifier knows the helper of this number and its argument.
    let cookie = unsafe {
        let get: extern "C" fn(*const u64) -> u64 = core::mem::transmute(GET_ATTACH_COOKIE);
        get(context)
    };
    // SAFETY: the variable is the object's own.
    unsafe { (&raw mut COOKIE).write_volatile(cookie.cast_signed()) };
    0
}

/// The one argument is followed by the result: the new process.
#[unsafe(no_mangle)]
#[unsafe(link_section = "fexit/kernel_clone")]
extern "C" fn on_exit(context: *const u64) -> i32 {
    count!(LEFT);
    // SAFETY: the kernel hands over as many words; the variable is the object's own.
    unsafe { (&raw mut CHILD).write_volatile(context.add(1).read_volatile().cast_signed()) };
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "fentry/veth_newlink")]
extern "C" fn on_make(_context: *const u64) -> i32 {
    count!(MADE);
    0
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "fexit/veth:veth_dellink")]
extern "C" fn on_remove(_context: *const u64) -> i32 {
    count!(REMOVED);
    0
}

/// What it returns other than zero is what the function returns, which is not even called then.
#[unsafe(no_mangle)]
#[unsafe(link_section = "fmod_ret/security_inode_mkdir")]
extern "C" fn on_result(_context: *const u64) -> i32 {
    count!(MODIFIED);
    REFUSED
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "lsm/inode_mkdir")]
extern "C" fn on_mkdir(_context: *const u64) -> i32 {
    count!(DENIED);
    REFUSED
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "lsm.s/file_open")]
extern "C" fn on_open(_context: *const u64) -> i32 {
    count!(OPENED);
    0
}

/// Of a cgroup: here 1 lets it pass.
#[unsafe(no_mangle)]
#[unsafe(link_section = "lsm_cgroup/socket_bind")]
extern "C" fn on_bind(_context: *const u64) -> i32 {
    count!(BOUND);
    1
}
