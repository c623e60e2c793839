use core::mem::MaybeUninit;
use core::ops::Deref;
use core::ptr;

use super::context::ipv6;
use super::{AddressFamily, Checksum, Covered, Direction, EbpfContext, PacketType, RoomBehind, TcAction, context};
use crate::co_re::KernelField;
use crate::helpers::{self, Errno};

context! {
    /// A packet with what the kernel knows of it (`struct __sk_buff`). Which fields there are depends on the kind of program; the
    /// verifier refuses the others.
    SkBuff {
        /// Bytes of it.
        len: u32 = 0;
        /// To whom it goes.
        pkt_type: PacketType = 4;
        /// The mark that rules go by.
        mark: u32 = 8;
        /// The queue.
        queue_mapping: u32 = 12;
        /// The VLAN tag.
        vlan_tci: u32 = 24;
        /// Its priority.
        priority: u32 = 32;
        /// The interface it came in on.
        ingress_ifindex: u32 = 36;
        /// The interface it is on.
        ifindex: u32 = 40;
        /// The index that classifiers set.
        tc_index: u32 = 44;
        /// The hash of its flow, if there is one already.
        hash: u32 = 68;
        /// The family of its addresses.
        family: AddressFamily = 88;
        /// The local port.
        local_port: u32 = 136;
        /// When it goes out or came in, nanoseconds.
        tstamp: u64 = 152;
        /// Bytes on the wire.
        wire_len: u32 = 160;
        /// How many packets it becomes.
        gso_segs: u32 = 164;
        /// Bytes of each of these.
        gso_size: u32 = 176;
    }
}

impl SkBuff {
    /// Whether it has a VLAN tag.
    #[inline(always)]
    pub fn vlan_present(&self) -> bool {
        self.field(20) != 0
    }

    /// What is behind the Ethernet header: `0x0800` for IPv4, `0x86dd` for IPv6.
    #[inline(always)]
    pub fn protocol(&self) -> u16 {
        u16::from_be(self.field(16) as u16)
    }

    /// The remote IPv4 address, as in the packet.
    #[inline(always)]
    pub fn remote_ip4(&self) -> [u8; 4] {
        self.field(92).to_ne_bytes()
    }

    /// The local IPv4 address, as in the packet.
    #[inline(always)]
    pub fn local_ip4(&self) -> [u8; 4] {
        self.field(96).to_ne_bytes()
    }

    /// The remote IPv6 address, as in the packet.
    #[inline(always)]
    pub fn remote_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 100)
    }

    /// The local IPv6 address, as in the packet.
    #[inline(always)]
    pub fn local_ip6(&self) -> [u8; 16] {
        ipv6(self.as_ptr(), 116)
    }

    /// The remote port.
    #[inline(always)]
    pub fn remote_port(&self) -> u16 {
        u16::from_be(self.field(132) as u16)
    }

    #[inline(always)]
    fn field(&self, offset: usize) -> u32 {
        // SAFETY: a field of this context. Volatile, so that two of them are not loaded as one.
        unsafe { ptr::read_volatile(self.as_ptr().add(offset).cast()) }
    }

    #[inline(always)]
    fn set_field(&self, offset: usize, value: u32) {
        // SAFETY: as for `field`; the verifier refuses what must not be written.
        unsafe { ptr::write_volatile(self.as_ptr().add(offset).cast(), value) }
    }

    /// Sets the mark.
    #[inline(always)]
    pub fn set_mark(&self, mark: u32) {
        self.set_field(8, mark);
    }

    /// Sets the priority.
    #[inline(always)]
    pub fn set_priority(&self, priority: u32) {
        self.set_field(32, priority);
    }

    /// Word `INDEX` (0 to 4) of what programs leave to one another.
    #[inline(always)]
    pub fn cb<const INDEX: usize>(&self) -> u32 {
        const { assert!(INDEX < 5, "there are five words") };
        self.field(48 + 4 * INDEX)
    }

    /// Sets word `INDEX` (0 to 4) of what programs leave to one another.
    #[inline(always)]
    pub fn set_cb<const INDEX: usize>(&self, value: u32) {
        const { assert!(INDEX < 5, "there are five words") };
        self.set_field(48 + 4 * INDEX, value);
    }

    /// Where the packet begins, as far as it can be reached directly.
    #[inline(always)]
    pub fn data(&self) -> usize {
        self.field(76) as usize
    }

    /// Where what can be reached directly ends; see [`pull_data`](Self::pull_data).
    #[inline(always)]
    pub fn data_end(&self) -> usize {
        self.field(80) as usize
    }

    /// The address of a `T` in the packet, if so much of it can be reached directly. It need not be aligned.
    #[inline(always)]
    pub fn ptr_at<T>(&self, offset: usize) -> Option<*const T> {
        helpers::packet_pointer(self.data(), self.data_end(), offset)
    }

    /// A copy of a `T` anywhere in the packet.
    #[inline(always)]
    pub fn load<T: KernelField>(&self, offset: usize) -> Result<T, Errno> {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the context is this program's own; the kernel writes all of the value, zeroes where it fails; any bits are one.
        unsafe {
            Errno::check(helpers::skb_load_bytes(
                self.as_ptr(),
                offset as u32,
                value.as_mut_ptr().cast(),
                size_of::<T>() as u32,
            ))?;
            Ok(value.assume_init())
        }
    }

    /// Copies what stands anywhere in the packet to a buffer.
    #[inline(always)]
    pub fn load_bytes<const N: usize>(&self, offset: usize, buffer: &mut [u8; N]) -> Result<(), Errno> {
        // SAFETY: the context is this program's own; the buffer has the size that is given.
        Errno::check(unsafe { helpers::skb_load_bytes(self.as_ptr(), offset as u32, buffer.as_mut_ptr(), N as u32) })
            .map(drop)
    }

    /// Overwrites what stands in the packet. All addresses into it become invalid.
    #[inline(always)]
    pub fn store<T: Copy>(&self, offset: usize, value: &T, checksum: Checksum) -> Result<(), Errno> {
        // SAFETY: the context is this program's own; the value has the size that is given.
        Errno::check(unsafe {
            helpers::skb_store_bytes(
                self.as_ptr(),
                offset as u32,
                ptr::from_ref(value).cast(),
                size_of::<T>() as u32,
                checksum as u64,
            )
        })
        .map(drop)
    }

    /// Corrects the checksum of an IPv4 header at `offset`, in which `from` became `to`: both as they stand in the packet,
    /// two bytes or four.
    #[inline(always)]
    pub fn l3_csum_replace<T: Into<u64>>(&self, offset: usize, from: T, to: T) -> Result<(), Errno> {
        let size = const { field_size::<T>() };
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::l3_csum_replace(self.as_ptr(), offset as u32, from.into(), to.into(), size) })
            .map(drop)
    }

    /// Corrects the checksum of a TCP or UDP header at `offset`, under which `from` became `to`: both as they stand in the
    /// packet, two bytes or four.
    #[inline(always)]
    pub fn l4_csum_replace<T: Into<u64>>(&self, offset: usize, from: T, to: T, covered: Covered) -> Result<(), Errno> {
        let flags = const { field_size::<T>() } | covered as u64;
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::l4_csum_replace(self.as_ptr(), offset as u32, from.into(), to.into(), flags) })
            .map(drop)
    }

    /// Makes the first `bytes` reachable directly; 0 for as many as are in one piece. All addresses into the packet become invalid.
    #[inline(always)]
    pub fn pull_data(&self, bytes: u32) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::skb_pull_data(self.as_ptr(), bytes) }).map(drop)
    }

    /// Makes the packet this long.
    #[inline(always)]
    pub fn change_tail(&self, bytes: u32) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::skb_change_tail(self.as_ptr(), bytes, 0) }).map(drop)
    }

    /// Makes room between the headers, or takes it away; `BPF_F_ADJ_ROOM_*` say what is to be in it.
    #[inline(always)]
    pub fn adjust_room(&self, bytes: i32, place: RoomBehind, flags: u64) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::skb_adjust_room(self.as_ptr(), bytes, place as u32, flags) }).map(drop)
    }

    /// Sends a copy of the packet to an interface.
    #[inline(always)]
    pub fn clone_redirect(&self, ifindex: u32, direction: Direction) -> Result<(), Errno> {
        // SAFETY: the context is this program's own.
        Errno::check(unsafe { helpers::clone_redirect(self.as_ptr(), ifindex, direction as u64) }).map(drop)
    }

    /// The id of the cgroup that the packet's socket is in, in the unified hierarchy; 0 without one.
    #[inline(always)]
    pub fn cgroup_id(&self) -> u64 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::skb_cgroup_id(self.as_ptr()) }
    }

    /// The id of the cgroup that is the ancestor, at a level, of the packet's socket's; level 0 is the root. 0 without one.
    #[inline(always)]
    pub fn ancestor_cgroup_id(&self, level: i32) -> u64 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::skb_ancestor_cgroup_id(self.as_ptr(), level) }
    }

    /// A number that stays with the packet's socket; 0 without one.
    #[inline(always)]
    pub fn socket_cookie(&self) -> u64 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::get_socket_cookie(self.as_ptr()) }
    }

    /// The user id that the packet's socket belongs to; `u32::MAX` without one.
    #[inline(always)]
    pub fn socket_uid(&self) -> u32 {
        // SAFETY: the context is this program's own.
        unsafe { helpers::get_socket_uid(self.as_ptr()) }
    }
}

/// The size of a field under a checksum, as the kernel's helpers take it.
const fn field_size<T>() -> u64 {
    assert!(size_of::<T>() == 2 || size_of::<T>() == 4, "a field under a checksum is a u16 or a u32");
    size_of::<T>() as u64
}

macro_rules! packet {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub struct $name {
            /// The packet.
            pub skb: SkBuff,
        }

        impl $name {
            /// From the program's only argument.
            ///
            /// # Safety
            /// It must be the context that the kernel gave to a program of this kind.
            #[inline(always)]
            pub unsafe fn new(context: *mut u8) -> Self {
                // SAFETY: as the caller promises.
                Self { skb: unsafe { SkBuff::new(context) } }
            }
        }

        impl EbpfContext for $name {
            #[inline(always)]
            fn as_ptr(&self) -> *mut u8 {
                self.skb.as_ptr()
            }
        }

        impl Deref for $name {
            type Target = SkBuff;

            #[inline(always)]
            fn deref(&self) -> &SkBuff {
                &self.skb
            }
        }
    };
}

packet! {
    /// A packet that goes in or out on an interface (`classifier`, `tcx`, `netkit`).
    TcContext
}

packet! {
    /// A packet of a cgroup, or of a socket (`cgroup_skb`, `socket_filter`, `stream_parser`, `stream_verdict`).
    SkBuffContext
}

packet! {
    /// A packet of a lightweight tunnel (`lwt_in`, `lwt_out`, `lwt_xmit`).
    LwtContext
}

impl TcContext {
    /// Sends the packet to another interface: return what this returns.
    #[inline(always)]
    pub fn redirect(&self, ifindex: u32, direction: Direction) -> TcAction {
        if helpers::redirect(ifindex, direction) == TcAction::Redirect as i64 {
            TcAction::Redirect
        } else {
            TcAction::Shot
        }
    }

    /// Sets the class that a queueing discipline goes by.
    #[inline(always)]
    pub fn set_tc_classid(&self, class: u32) {
        self.set_field(72, class);
    }

    /// Has the packet go out at a time: nanoseconds of the monotonic clock.
    #[inline(always)]
    pub fn set_tstamp(&self, nanoseconds: u64) {
        // SAFETY: a field of this context that may be written.
        unsafe { ptr::write_volatile(self.as_ptr().add(152).cast(), nanoseconds) }
    }
}
