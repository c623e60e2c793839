//! The kernel's types, as far as runqlat looks into them. Fields are the kernel's, from 5.10 to 7.3.

corewright_ebpf::kernel_types! {
    /// A thread.
    pub struct task_struct {
        /// Its id, as the initial pid namespace numbers it; 0 for what a processor does when there is nothing to do.
        pub pid: i32,
        /// Its process.
        pub tgid: i32,
        /// What it waits for; 0 if it could run. Since 5.14.
        pub __state: u32,
        /// Its name.
        pub comm: [u8; 16],
    }

    /// As it was before 5.14.
    pub struct task_struct___with_long_state {
        /// What it waits for; 0 if it could run.
        pub state: isize,
    }
}
