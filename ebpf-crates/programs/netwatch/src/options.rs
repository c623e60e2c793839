//! What is reported, as the loader says.

use corewright_ebpf::constant;
use netwatch_types::Options;

corewright_ebpf::constants! {
    /// By default, connections are reported when they end.
    static NETWATCH_OPTIONS: Options = Options { opened: 0, port: 0 };
}

/// Whether connections are reported when they are opened, too.
#[inline(always)]
pub fn reports_opened() -> bool {
    constant(&NETWATCH_OPTIONS.opened) != 0
}

/// Whether a connection between two ports is looked at.
#[inline(always)]
pub fn admits_ports(local: u16, remote: u16) -> bool {
    let wanted = constant(&NETWATCH_OPTIONS.port);
    wanted == 0 || wanted == u32::from(local) || wanted == u32::from(remote)
}
