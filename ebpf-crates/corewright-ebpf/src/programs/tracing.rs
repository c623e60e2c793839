use core::ptr;

use super::{Argument, context};
use crate::co_re::{KernelField, read_address};
use crate::helpers::{self, Errno};

context! {
    /// A tracepoint's record (`tracepoint`).
    TracePointContext {}
}

impl TracePointContext {
    /// What stands at an offset of the record, as tracefs' `format` files say. Offsets differ between kernels where a record has
    /// changed: [`record`](Self::record) goes by names.
    #[inline(always)]
    pub fn read_at<T: KernelField>(&self, offset: usize) -> Result<T, Errno> {
        const { assert!(!T::IS_WORD, "a record's words are as wide as the kernel's: read a u32 or u64, or use `record`") };
        read_address((self.0 as usize).wrapping_add(offset), || 0)
    }

    /// The record as a kernel type, such as `trace_event_raw_sched_process_exec`, for [`core_read!`](crate::core_read) and
    /// [`context_load!`](crate::context_load).
    #[inline(always)]
    pub fn record<T>(&self) -> *const T {
        self.0.cast_const().cast()
    }

    /// A string that stands in the record, of which a field `__data_loc_…` says where.
    #[inline(always)]
    pub fn read_str<'a, const N: usize>(&self, data_loc: u32, buffer: &'a mut [u8; N]) -> Result<&'a [u8], Errno> {
        let address = (self.0 as usize).wrapping_add((data_loc & 0xffff) as usize);
        helpers::read_kernel_str(address as *const u8, buffer)
    }
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident),+) => { $(
        context! {
            $(#[$meta])*
            $name {}
        }

        impl $name {
            /// Argument `n`, from 0; it must be a constant.
            #[inline(always)]
            pub fn arg<T: Argument>(&self, n: usize) -> T {
                // SAFETY: the kernel hands over one word each, and the verifier checks how many. Volatile, so that no two are loaded
                // as one.
                T::from_register(unsafe { ptr::read_volatile(self.0.cast::<u64>().add(n)) })
            }
        }
    )+ };
}

words! {
    /// A tracepoint's arguments as they are (`raw_tracepoint`): kernel pointers are read with [`core_read!`](crate::core_read).
    RawTracePointContext,
    /// A tracepoint's arguments, of which the verifier knows the types (`btf_tracepoint`): kernel pointers can be loaded from with
    /// [`core_load!`](crate::core_load).
    BtfTracePointContext,
    /// The entry of a kernel function, of whose arguments the verifier knows the types (`fentry`).
    FEntryContext,
    /// The return of a kernel function, with its arguments (`fexit`).
    FExitContext,
    /// A function whose result can be replaced (`fmod_ret`).
    FModRetContext,
    /// A security hook (`lsm`, `lsm_cgroup`), of whose arguments the verifier knows the types. Behind the last one is what the programs
    /// before said.
    LsmContext
}

impl FExitContext {
    /// What the function returned, which stands behind its arguments: say how many it has.
    #[inline(always)]
    pub fn ret<T: Argument>(&self, arguments: usize) -> T {
        self.arg(arguments)
    }
}

impl LsmContext {
    /// What the programs before this one decided, which stands behind the hook's arguments: say how many it has.
    #[inline(always)]
    pub fn ret(&self, arguments: usize) -> i32 {
        self.arg(arguments)
    }
}
