//! The kernel's types, as far as execwatch looks into them. Fields are the kernel's, from 5.10 to 7.3.

corewright_ebpf::kernel_types! {
    /// A thread.
    pub struct task_struct {
        /// The address space; null from `exit_mm` on.
        pub mm: *const mm_struct,
        /// What the thread ended with, as in `wait(2)`.
        pub exit_code: i32,
        /// The thread that the process is named after.
        pub group_leader: *const task_struct,
        /// Nanoseconds since boot, time asleep counted.
        pub start_boottime: u64,
        /// What the threads of a process share.
        pub signal: *const signal_struct,
    }

    /// Only ever compared with null.
    pub struct mm_struct {
        /// Keeps the type from being empty.
        pub task_size: usize,
    }

    /// What the threads of a process share.
    pub struct signal_struct {
        /// How many threads have not begun to exit.
        pub live: atomic_t,
        /// `SIGNAL_*`.
        pub flags: u32,
        /// What the process ended with; valid with `SIGNAL_GROUP_EXIT`.
        pub group_exit_code: i32,
    }

    /// An `int`.
    pub struct atomic_t {
        /// Its value.
        pub counter: i32,
    }

    /// The context of `sched/sched_process_exec`.
    pub struct trace_event_raw_sched_process_exec {
        /// Where the file name is: offset from the context in the low half, length in the high one.
        pub __data_loc_filename: u32,
    }

    /// The context of `sched/sched_process_exit`, by this name since 6.16.
    pub struct trace_event_raw_sched_process_exit {
        /// Whether this is the process's last thread.
        pub group_dead: u8,
    }
}
