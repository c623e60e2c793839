//! What is reported: a constant that the loader sets, and that the verifier knows.

use core::ptr;

use netwatch_types::Options;

/// By default, connections are reported when they end.
#[unsafe(no_mangle)]
static NETWATCH_OPTIONS: Options = Options { opened: 0, port: 0 };

/// Whether connections are reported when they are opened, too.
#[inline(always)]
pub fn reports_opened() -> bool {
    // SAFETY: a static is valid for reads. Volatile: the compiler knows only what the object says, not what the loader puts there.
    unsafe { ptr::read_volatile(&raw const NETWATCH_OPTIONS.opened) != 0 }
}

/// Whether a connection between two ports is looked at.
#[inline(always)]
pub fn admits_ports(local: u16, remote: u16) -> bool {
    // SAFETY: as above.
    let wanted = unsafe { ptr::read_volatile(&raw const NETWATCH_OPTIONS.port) };
    wanted == 0 || wanted == u32::from(local) || wanted == u32::from(remote)
}
