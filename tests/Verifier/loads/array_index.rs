//! An index that the compiler can't know to be inside an array: the check and the panic stay.

use corewright_ebpf::helpers::monotonic_ns;

static PRIMES: [u32; 10] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn array_index(_context: *const u8) -> i32 {
    PRIMES[(monotonic_ns() & 15) as usize] as i32
}
