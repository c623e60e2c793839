//! The kernel's types, as far as the programs look into them.

corewright_ebpf::kernel_types! {
    /// A thread.
    pub struct task_struct {
        /// The address space.
        pub mm: *const mm_struct,
        /// What the thread ends with.
        pub exit_code: i32,
        /// The thread id.
        pub pid: i32,
        /// The process id.
        pub tgid: i32,
        /// Who started the process.
        pub real_parent: *const task_struct,
        /// The thread that the process is named after.
        pub group_leader: *const task_struct,
        /// The thread's ids.
        pub thread_pid: *const pid,
        /// Nanoseconds since boot.
        pub start_boottime: u64,
        /// What the threads of a process share.
        pub signal: *const signal_struct,
    }

    /// An address space.
    pub struct mm_struct {
        /// Its size.
        pub task_size: usize,
    }

    /// What the threads of a process share.
    pub struct signal_struct {
        /// Flags.
        pub flags: u32,
    }

    /// The ids of a thread.
    pub struct pid {
        /// How deep its own pid namespace is.
        pub level: u32,
    }
}
