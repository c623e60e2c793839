//! Maps, declared the way libbpf calls "BTF-defined": the definition is a type, and the `.maps` section only holds its name.
//!
//! A number is the length of an array behind a pointer (`*const [i32; N]`), a key or value type is what a pointer points
//! to. The members' names are the attributes' names; any other member would make a loader refuse the map.

mod array;
mod hash;
mod ring_buffer;

pub use array::Array;
pub use hash::{HashMap, LruHashMap};
pub use ring_buffer::{Reservation, RingBuffer};

/// Declares maps: `map! { static NAME: RingBuffer<4096>; }`, of the types of [`maps`](crate::maps). They are empty until the loader creates them.
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
