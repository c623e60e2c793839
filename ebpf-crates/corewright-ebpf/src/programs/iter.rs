use core::ptr;

use super::{Argument, context};
use crate::co_re;
use crate::helpers::{self, Errno};

context! {
    /// One object of all that an iterator goes through, or its end (`iter`).
    IterContext {}
}

crate::kernel_types! {
    /// What all iterators' contexts begin with.
    struct bpf_iter_meta___corewright {
        seq: *const u8,
        seq_num: u64,
    }
}

impl IterContext {
    /// The object, as word `n` of the context: 1 is the first behind what all iterators have. Null at the end.
    #[inline(always)]
    pub fn arg<T: Argument>(&self, n: usize) -> T {
        // SAFETY: the verifier knows how long the context is. Volatile, so that no two words are loaded as one.
        T::from_register(unsafe { ptr::read_volatile(self.0.cast::<u64>().add(n)) })
    }

    /// How many objects came before.
    #[inline(always)]
    pub fn sequence_number(&self) -> u64 {
        crate::core_load!(self.meta(), seq_num)
    }

    /// Writes into the file that user space reads.
    #[inline(always)]
    pub fn write<T: co_re::KernelField>(&self, bytes: &T) -> Result<(), Errno> {
        let file = crate::core_load!(self.meta(), seq);
        // SAFETY: the file is the iterator's; the bytes are as many as is said, and a `KernelField` has no padding.
        Errno::check(unsafe { helpers::seq_write(file, ptr::from_ref(bytes).cast(), size_of::<T>() as u32) }).map(drop)
    }

    #[inline(always)]
    fn meta(&self) -> *const bpf_iter_meta___corewright {
        self.arg(0)
    }
}
