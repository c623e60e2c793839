//! Maps, declared the way libbpf calls "BTF-defined": the definition is a type, and the `.maps` section only holds its name.
//!
//! A number is the length of an array behind a pointer (`*const [i32; N]`), a key or value type is what a pointer points
//! to. The members' names are the attributes' names; any other member would make a loader refuse the map.

mod array;
mod bloom_filter;
mod definition;
mod descriptors;
mod hash;
mod lpm_trie;
mod map_in_map;
mod queue;
mod redirects;
mod ring_buf;
mod sockets;
mod stack_trace;
mod storage;
mod user_ring_buf;

pub use array::{Array, PerCpuArray};
pub use bloom_filter::BloomFilter;
pub use descriptors::{CgroupArray, PerfEventArray, ProgramArray};
pub use hash::{HashMap, LruHashMap, LruPerCpuHashMap, PerCpuHashMap};
pub use lpm_trie::{LpmTrie, Prefix};
pub use map_in_map::{ArrayOfMaps, HashOfMaps};
pub use queue::{Queue, Stack};
pub use redirects::{CpuMap, DevMap, DevMapHash, XskMap};
pub(crate) use ring_buf::COREWRIGHT_LOST;
pub use ring_buf::{RingBuf, RingBufEntry};
pub use sockets::{ReusePortSockArray, SockHash, SockMap};
pub use stack_trace::StackTrace;
pub use storage::{
    CgroupStorage, CgroupStorageKey, CgrpStorage, InodeStorage, PerCpuCgroupStorage, SkStorage, TaskStorage,
};
pub use user_ring_buf::{UserRingBuf, UserSample};

/// Declares maps: `map! { static NAME: RingBuf<4096>; }`, of the types of [`maps`](crate::maps). They are empty until the loader creates them.
#[macro_export]
macro_rules! map {
    ($($(#[$meta:meta])* $visibility:vis static $name:ident: $type:ty;)+) => {
        $(
            $(#[$meta])*
            #[unsafe(no_mangle)]
            #[unsafe(link_section = ".maps")]
            $visibility static $name: $type = <$type>::new();
        )+
    };
}
