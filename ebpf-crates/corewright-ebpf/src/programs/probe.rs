use super::registers;
use super::{Argument, context};

context! {
    /// The entry of a function, of the kernel or of a program (`kprobe`, `uprobe`).
    ProbeContext {}
}

impl ProbeContext {
    /// Argument `n`, from 0: `let file: *const file = context.arg(1)`.
    ///
    /// By the machine's calling convention, which the object finds out when it is loaded. On 32-bit Arm, an argument of 64 bits
    /// takes two places, an even one and the one behind it.
    #[inline(always)]
    pub fn arg<T: Argument>(&self, n: usize) -> T {
        registers::argument(self.0, n)
    }

    /// Where the probe is.
    #[inline(always)]
    pub fn instruction_pointer(&self) -> u64 {
        registers::instruction_pointer(self.0)
    }
}

context! {
    /// The return of a function, of the kernel or of a program (`kretprobe`, `uretprobe`, `kretsyscall`).
    RetProbeContext {}
}

impl RetProbeContext {
    /// What it returned.
    #[inline(always)]
    pub fn ret<T: Argument>(&self) -> T {
        registers::result(self.0)
    }
}

context! {
    /// The entry of a system call (`ksyscall`).
    SyscallContext {}
}

impl SyscallContext {
    /// Argument `n` of the system call, from 0 to 5, as the caller gave it.
    #[inline(always)]
    pub fn arg<T: Argument>(&self, n: usize) -> T {
        registers::syscall_argument(self.0, n)
    }
}

context! {
    /// A sample of a performance counter or of a clock.
    PerfEventContext {}
}

impl PerfEventContext {
    /// What ran.
    #[inline(always)]
    pub fn instruction_pointer(&self) -> u64 {
        registers::instruction_pointer(self.0)
    }
}
