use super::definition::definition;
use crate::helpers::{self, Errno, StackOf};
use crate::programs::EbpfContext;

definition! {
    /// `BPF_MAP_TYPE_STACK_TRACE` (4.6): at most `ENTRIES` call stacks, of at most 127 addresses.
    pub StackTrace<; ENTRIES>,
    r#type: [i32; 7], max_entries: [i32; ENTRIES], key: u32, value: [u64; 127]
}

impl<const ENTRIES: usize> StackTrace<ENTRIES> {
    /// Keeps the current call stack, and gives the number by which user space finds it; `EEXIST` where another one has its place, for
    /// that follows from what is in it.
    #[inline(always)]
    pub fn get_stackid(&'static self, context: &impl EbpfContext, of: StackOf) -> Result<u32, Errno> {
        // SAFETY: `self` is a map of this kind, and the context is this program's own.
        Errno::check(unsafe { helpers::get_stackid(context.as_ptr(), self.handle(), of as u64) }).map(|id| id as u32)
    }
}
