//! refused: a call through a pointer

use core::fmt::Write;

use corewright_ebpf::helpers::monotonic_ns;

struct Buffer {
    bytes: [u8; 64],
    length: usize,
}

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        for byte in text.bytes() {
            self.bytes[self.length & 63] = byte;
            self.length += 1;
        }
        Ok(())
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "raw_tp/sys_enter")]
extern "C" fn formatting(_context: *const u8) -> i32 {
    let mut buffer = Buffer { bytes: [0; 64], length: 0 };
    let _ = write!(buffer, "{}", monotonic_ns()); // <- here
    i32::from(buffer.bytes[3])
}
