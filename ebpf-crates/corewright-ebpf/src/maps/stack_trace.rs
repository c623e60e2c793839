use super::definition::definition;
use crate::helpers::{self, Errno};

definition! {
    /// `BPF_MAP_TYPE_STACK_TRACE` (4.6): at most `ENTRIES` call stacks, of at most 127 addresses.
    StackTrace<; ENTRIES>,
    r#type: [i32; 7], max_entries: [i32; ENTRIES], key: u32, value: [u64; 127]
}

impl<const ENTRIES: usize> StackTrace<ENTRIES> {
    /// Keeps the current call stack, and gives the number by which user space finds it.
    #[inline(always)]
    pub fn keep(&'static self, context: *const u8, flags: u64) -> Result<u32, Errno> {
        // SAFETY: `self` is a map of this kind; the verifier checks that the context is this program's.
        Errno::check(unsafe { helpers::get_stackid(context, self.handle(), flags) }).map(|id| id as u32)
    }
}
