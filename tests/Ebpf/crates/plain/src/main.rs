//! A program without any macro or crate of ours: a map of seven words, a function of its own, a panic handler.
#![no_std]
#![no_main]

use core::ffi::c_void;
use core::mem::transmute;

/// An array with one `u64`.
#[unsafe(link_section = "maps")]
#[unsafe(no_mangle)]
static PACKETS: [u32; 7] = [2, 4, 8, 1, 0, 0, 0];

#[unsafe(link_section = "license")]
#[unsafe(no_mangle)]
static LICENSE: [u8; 4] = *b"GPL\0";

#[unsafe(no_mangle)]
#[unsafe(link_section = "socket")]
extern "C" fn count(context: *const u32) -> i32 {
    // SAFETY: the kernel passes a `__sk_buff`, whose first field is the length.
    apart(unsafe { *context })
}

#[inline(never)]
fn apart(length: u32) -> i32 {
    // SAFETY: the kernel's helper 1, bpf_map_lookup_elem, has this type.
    let lookup: unsafe extern "C" fn(*const c_void, *const u32) -> *mut u64 = unsafe { transmute(1usize) };
    // SAFETY: the map's keys are `u32`, its values `u64`.
    if let Some(packets) = unsafe { lookup((&raw const PACKETS).cast(), &0).as_mut() } {
        *packets += u64::from(length);
    }
    0
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
