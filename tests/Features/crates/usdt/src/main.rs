//! The USDT probe of tests/Probes/programs: a counter in a register, the constant 77, -5 on the stack.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::usdt;
use corewright_ebpf::programs::UsdtContext;

corewright_ebpf::license!("GPL");

macro_rules! variables {
    ($($name:ident)*) => { $(
        #[unsafe(no_mangle)]
        static mut $name: i64 = 0;
    )* };
}

variables!(HITS ARGUMENTS SUM CONSTANT ON_STACK COOKIE NO_ARGUMENT);

macro_rules! add {
    ($name:ident, $value:expr) => {{
        let value = i64::from($value);
        // SAFETY: memory of the object's own; nobody else calls the probe.
        unsafe { (&raw mut $name).write_volatile((&raw const $name).read_volatile() + value) }
    }};
}

#[usdt(path = "/job/probed", provider = "corewright", name = "beat")]
fn on_beat(context: UsdtContext) -> Result<(), Errno> {
    add!(HITS, 1);
    add!(ARGUMENTS, context.arg_count() as u32);
    add!(SUM, context.arg::<i32>(0)?);
    add!(CONSTANT, context.arg::<u32>(1)?);
    add!(ON_STACK, context.arg::<i32>(2)?);
    add!(NO_ARGUMENT, context.arg::<u32>(3) == Err(Errno::ENOENT));
    add!(COOKIE, context.cookie() as u32);
    Ok(())
}
