//! The kernel's types, as far as profile looks into them. Fields are the kernel's, from 5.10 to 7.3.

corewright_ebpf::kernel_types! {
    /// A thread.
    pub struct task_struct {
        /// Its address space; null for the kernel's threads.
        pub mm: *const mm_struct,
    }

    /// Only its address is of interest.
    pub struct mm_struct {
        /// Keeps the type from being empty.
        pub task_size: usize,
    }
}
