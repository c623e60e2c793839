//! Maps of sockets.

use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};
use crate::programs::{
    Direction, EbpfContext, SkAction, SkBuffContext, SkMsgContext, SkReuseportContext, SockOpsContext,
};

macro_rules! socket_map {
    ($(#[$meta:meta])* $name:ident<$($key:ident)?>: $type:literal, $key_type:ty, $update:ident, $skb:ident, $msg:ident, $as_key:expr) => {
        definition! {
            $(#[$meta])*
            pub $name<$($key)?; ENTRIES>, r#type: [i32; $type], max_entries: [i32; ENTRIES], key: $key_type, value: u32
        }

        impl<$($key: Copy,)? const ENTRIES: usize> $name<$($key,)? ENTRIES> {
            /// Puts the socket of an event in.
            #[inline(always)]
            pub fn update(&'static self, socket: &SockOpsContext, key: &$key_type) -> Result<(), Errno> {
                // SAFETY: `self` is a map of this kind, with this type of key; the context is this program's own.
                Errno::check(unsafe { helpers::$update(socket.as_ptr(), self.handle(), ptr::from_ref(key).cast(), 0) }).map(drop)
            }

            /// Has a packet go to a socket, out of it or into it: return what this returns.
            #[inline(always)]
            pub fn redirect_skb(&'static self, packet: &SkBuffContext, key: &$key_type, direction: Direction) -> SkAction {
                // SAFETY: as for `update`.
                SkAction::from(unsafe { helpers::$skb(packet.as_ptr(), self.handle(), $as_key(key), direction as u64) })
            }

            /// Has a message go to a socket, out of it or into it: return what this returns.
            #[inline(always)]
            pub fn redirect_msg(&'static self, message: &SkMsgContext, key: &$key_type, direction: Direction) -> SkAction {
                // SAFETY: as for `update`.
                SkAction::from(unsafe { helpers::$msg(message.as_ptr(), self.handle(), $as_key(key), direction as u64) })
            }
        }
    };
}

socket_map! {
    /// `BPF_MAP_TYPE_SOCKMAP` (4.14): sockets.
    SockMap<>: 15, u32, sock_map_update, sk_redirect_map, msg_redirect_map, |key: &u32| *key
}

socket_map! {
    /// `BPF_MAP_TYPE_SOCKHASH` (4.18): sockets by any key.
    SockHash<K>: 18, K, sock_hash_update, sk_redirect_hash, msg_redirect_hash, |key: &K| ptr::from_ref(key).cast()
}

definition! {
    /// `BPF_MAP_TYPE_REUSEPORT_SOCKARRAY` (4.19): sockets that share a port.
    pub ReusePortSockArray<; ENTRIES>, r#type: [i32; 20], max_entries: [i32; ENTRIES], key: u32, value: u64
}

impl<const ENTRIES: usize> ReusePortSockArray<ENTRIES> {
    /// Has what came in go to a socket; an error where there is none that fits.
    #[inline(always)]
    pub fn select_reuseport(&'static self, context: &SkReuseportContext, key: u32) -> Result<(), Errno> {
        // SAFETY: `self` is a map of this kind, with such a key; the context is this program's own.
        Errno::check(unsafe {
            helpers::sk_select_reuseport(context.as_ptr(), self.handle(), ptr::from_ref(&key).cast(), 0)
        })
        .map(drop)
    }
}
