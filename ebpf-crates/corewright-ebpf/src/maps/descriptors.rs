//! Maps of what has a descriptor: user space, or the loader, puts it in.

use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};
use crate::programs::EbpfContext;

definition! {
    /// `BPF_MAP_TYPE_PROG_ARRAY` (4.2): programs to go on with.
    pub ProgramArray<; ENTRIES>, r#type: [i32; 3], max_entries: [i32; ENTRIES], key: u32, value: u32
}

impl<const ENTRIES: usize> ProgramArray<ENTRIES> {
    /// Goes on with another program, which gets this one's context, and does not come back. If it does, there was none.
    #[inline(always)]
    pub fn tail_call(&'static self, context: &impl EbpfContext, index: u32) {
        // SAFETY: `self` is a map of this kind, and the context is this program's own.
        unsafe { helpers::tail_call(context.as_ptr(), self.handle(), index) };
    }
}

/// `BPF_F_CURRENT_CPU` of include/uapi/linux/bpf.h.
const CURRENT_CPU: u64 = 0xffff_ffff;

definition! {
    /// `BPF_MAP_TYPE_PERF_EVENT_ARRAY` (4.3): an event for each CPU, whose buffer samples go into. The loader makes it as long as there
    /// are CPUs.
    pub PerfEventArray<;>, r#type: [i32; 4], max_entries: [i32; 0], key: u32, value: u32
}

impl PerfEventArray {
    /// Copies a sample into this CPU's buffer; an error where there is none, or it is full.
    ///
    /// All of it is shown to user space: `T` should have no padding.
    #[inline(always)]
    pub fn output<T: Copy>(&'static self, context: &impl EbpfContext, sample: &T) -> Result<(), Errno> {
        let (sample, size) = (ptr::from_ref(sample).cast(), size_of::<T>() as u64);
        // SAFETY: `self` is a map of this kind, the context is this program's own, and the sample is as long as is said.
        Errno::check(unsafe { helpers::perf_event_output(context.as_ptr(), self.handle(), CURRENT_CPU, sample, size) })
            .map(drop)
    }
}

definition! {
    /// `BPF_MAP_TYPE_CGROUP_ARRAY` (4.8): cgroups to compare with.
    pub CgroupArray<; ENTRIES>, r#type: [i32; 8], max_entries: [i32; ENTRIES], key: u32, value: u32
}

impl<const ENTRIES: usize> CgroupArray<ENTRIES> {
    /// Whether the current task is in a cgroup of the map, or below it.
    #[inline(always)]
    pub fn contains_current(&'static self, index: u32) -> Result<bool, Errno> {
        // SAFETY: `self` is a map of this kind.
        Errno::check(unsafe { helpers::current_task_under_cgroup(self.handle(), index) }).map(|is| is == 1)
    }
}
