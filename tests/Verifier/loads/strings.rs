//! Text that is only compared and looked through.

use corewright_ebpf::helpers::current_comm;

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn strings(_context: *const u8) -> i32 {
    let comm = current_comm();
    let length = comm.iter().position(|byte| *byte == 0).unwrap_or(comm.len());
    let name = &comm[..length];
    i32::from(name.starts_with(b"ssh")) + i32::from(name.ends_with(b"d")) + i32::from(name.contains(&b'/'))
}
