//! Maps of where XDP programs send packets to.

use super::definition::definition;
use crate::helpers;
use crate::programs::XdpAction;

macro_rules! redirects {
    ($($(#[$meta:meta])* $name:ident<$($value:ident)?>: $type:literal, $value_type:ty;)+) => { $(
        definition! {
            $(#[$meta])*
            pub $name<$($value)?; ENTRIES>, r#type: [i32; $type], max_entries: [i32; ENTRIES], key: u32, value: $value_type
        }

        impl<$($value,)? const ENTRIES: usize> $name<$($value,)? ENTRIES> {
            /// Has an XDP program's packet go to an entry: return what this returns. Where there is none, it is `otherwise`, one of
            /// `Aborted`, `Drop`, `Pass` and `Tx` (5.2).
            #[inline(always)]
            pub fn redirect(&'static self, key: u32, otherwise: XdpAction) -> XdpAction {
                // SAFETY: `self` is a map of this kind.
                XdpAction::from(unsafe { helpers::redirect_map(self.handle(), u64::from(key), otherwise as u64) as i32 })
            }
        }
    )+ };
}

redirects! {
    /// `BPF_MAP_TYPE_DEVMAP` (4.14): network interfaces. Values are `u32` interface numbers, or `bpf_devmap_val`.
    DevMap<V>: 14, V;

    /// `BPF_MAP_TYPE_DEVMAP_HASH` (5.4): network interfaces by any number, such as their own. Values are as in a [`DevMap`].
    DevMapHash<V>: 25, V;

    /// `BPF_MAP_TYPE_CPUMAP` (4.15): CPUs. Values are `u32` queue lengths, or `bpf_cpumap_val`.
    CpuMap<V>: 16, V;

    /// `BPF_MAP_TYPE_XSKMAP` (4.18): AF_XDP sockets, by the queue that they are bound to.
    XskMap<>: 17, u32;
}
