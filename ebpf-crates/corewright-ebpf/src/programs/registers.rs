//! Registers at a function's entry and return, by the calling conventions of x86_64 (System V), aarch64 (AAPCS64) and 32-bit Arm
//! (AAPCS), all in one object: which machine it is, the kernel's own `struct pt_regs` says when the object is loaded, and the
//! branches for the other ones are dead code.

use super::Argument;
use crate::co_re::read_address;
use crate::core_field_exists;
use crate::helpers::read_user;

crate::kernel_types! {
    /// As on x86_64.
    pub(crate) struct pt_regs___x86_64 {
        pub(crate) di: usize,
        pub(crate) si: usize,
        pub(crate) dx: usize,
        pub(crate) cx: usize,
        pub(crate) r8: usize,
        pub(crate) r9: usize,
        pub(crate) r10: usize,
        pub(crate) ax: usize,
        pub(crate) sp: usize,
        pub(crate) ip: usize,
    }

    /// As on aarch64.
    pub(crate) struct pt_regs___aarch64 {
        pub(crate) regs: [usize; 31],
        pub(crate) sp: usize,
        pub(crate) pc: usize,
    }

    /// As on 32-bit Arm: r0 to r15, cpsr, the first argument of a system call.
    pub(crate) struct pt_regs___armv7 {
        pub(crate) uregs: [usize; 18],
    }
}

/// A machine word out of a context of type `pt_regs`, by one load, which takes the kernel's width.
macro_rules! load {
    ($context:expr, $type:ident, $field:ident) => {
        load!(@ $context, $type, stringify!($field), core::mem::offset_of!($type, $field))
    };
    ($context:expr, $type:ident, $field:ident [$index:literal]) => {
        load!(@ $context, $type, concat!(stringify!($field), "[", $index, "]"), core::mem::offset_of!($type, $field) + 8 * $index)
    };
    (@ $context:expr, $type:ident, $path:expr, $offset:expr) => {{
        let value: u64;
        // SAFETY: the context is that of a probe, whose machine was asked for; the verifier checks that the load stays inside.
        unsafe {
            core::arch::asm!(
                "2: {value} = *(u64 *)({context} + {offset})",
                ".pushsection .corewright.core,\"\",@progbits",
                ".quad 2b",
                concat!(".long 0, ", line!()),
                concat!(".asciz \"", stringify!($type), ":", $path, "\""),
                concat!(".asciz \"", file!(), "\""),
                ".balign 4",
                ".popsection",
                value = out(reg) value,
                context = in(reg) $context,
                offset = const $offset as i32,
                options(pure, readonly, nostack, preserves_flags)
            )
        };
        value
    }};
}

#[inline(always)]
pub(super) fn is_x86_64() -> bool {
    core_field_exists!(pt_regs___x86_64, di)
}

#[inline(always)]
pub(super) fn is_aarch64() -> bool {
    core_field_exists!(pt_regs___aarch64, regs)
}

/// Word `index` of the stack, 0 where it can't be read; `word` is its size. It may be the kernel's stack or a program's, and neither
/// is where the other one could be.
#[inline(always)]
fn on_stack(pointer: u64, index: usize, word: u32) -> u64 {
    let address = (pointer as usize).wrapping_add(index * word as usize);
    match read_address::<usize>(address, || word) {
        Ok(value) => value as u64,
        Err(_) if word == 4 => u64::from(read_user(address as *const u32).unwrap_or(0)),
        Err(_) => read_user(address as *const u64).unwrap_or(0),
    }
}

/// Argument `n` of a function, from 0.
#[inline(always)]
pub(super) fn argument<T: Argument>(context: *const u8, n: usize) -> T {
    T::from_register(if is_x86_64() {
        match n {
            0 => load!(context, pt_regs___x86_64, di),
            1 => load!(context, pt_regs___x86_64, si),
            2 => load!(context, pt_regs___x86_64, dx),
            3 => load!(context, pt_regs___x86_64, cx),
            4 => load!(context, pt_regs___x86_64, r8),
            5 => load!(context, pt_regs___x86_64, r9),
            // Behind the return address.
            _ => on_stack(load!(context, pt_regs___x86_64, sp), n - 5, 8),
        }
    } else if is_aarch64() {
        match n {
            0 => load!(context, pt_regs___aarch64, regs[0]),
            1 => load!(context, pt_regs___aarch64, regs[1]),
            2 => load!(context, pt_regs___aarch64, regs[2]),
            3 => load!(context, pt_regs___aarch64, regs[3]),
            4 => load!(context, pt_regs___aarch64, regs[4]),
            5 => load!(context, pt_regs___aarch64, regs[5]),
            6 => load!(context, pt_regs___aarch64, regs[6]),
            7 => load!(context, pt_regs___aarch64, regs[7]),
            _ => on_stack(load!(context, pt_regs___aarch64, sp), n - 8, 8),
        }
    } else {
        match n {
            0 => load!(context, pt_regs___armv7, uregs[0]),
            1 => load!(context, pt_regs___armv7, uregs[1]),
            2 => load!(context, pt_regs___armv7, uregs[2]),
            3 => load!(context, pt_regs___armv7, uregs[3]),
            _ => on_stack(load!(context, pt_regs___armv7, uregs[13]), n - 4, 4),
        }
    })
}

/// What a function returned.
#[inline(always)]
pub(super) fn result<T: Argument>(context: *const u8) -> T {
    T::from_register(if is_x86_64() {
        load!(context, pt_regs___x86_64, ax)
    } else if is_aarch64() {
        load!(context, pt_regs___aarch64, regs[0])
    } else {
        load!(context, pt_regs___armv7, uregs[0])
    })
}

/// Where it was.
#[inline(always)]
pub(super) fn instruction_pointer(context: *const u8) -> u64 {
    if is_x86_64() {
        load!(context, pt_regs___x86_64, ip)
    } else if is_aarch64() {
        load!(context, pt_regs___aarch64, pc)
    } else {
        load!(context, pt_regs___armv7, uregs[15])
    }
}

/// Argument `n` of a system call, from 0 to 5. Where the kernel's function for it takes the caller's registers, they are read.
#[inline(always)]
pub(super) fn syscall_argument<T: Argument>(context: *const u8, n: usize) -> T {
    T::from_register(if is_x86_64() {
        let caller = load!(context, pt_regs___x86_64, di) as usize as *const pt_regs___x86_64;
        match n {
            0 => caller.di(),
            1 => caller.si(),
            2 => caller.dx(),
            // The system call itself overwrites rcx.
            3 => caller.r10(),
            4 => caller.r8(),
            _ => caller.r9(),
        }
        .unwrap_or(0) as u64
    } else if is_aarch64() {
        let caller = load!(context, pt_regs___aarch64, regs[0]) as usize as *const pt_regs___aarch64;
        crate::core_read!(caller, regs[n]).unwrap_or(0) as u64
    } else {
        return argument(context, n);
    })
}
