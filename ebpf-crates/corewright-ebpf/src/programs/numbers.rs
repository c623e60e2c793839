//! Numbers that contexts hold. Kernels may send others than those with a name here, so these are numbers with names, and not
//! enumerations.

macro_rules! numbers {
    ($($(#[$meta:meta])* $type:ident { $($(#[$value_meta:meta])* $value:ident = $number:literal,)+ })+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(transparent)]
        pub struct $type(pub u32);

        impl $type {
            $($(#[$value_meta])* pub const $value: Self = Self($number);)+
        }
    )+ };
}

numbers! {
    /// A family of addresses (`AF_*` of include/linux/socket.h).
    AddressFamily {
        /// Of this machine, by path.
        UNIX = 1,
        /// IPv4.
        INET = 2,
        /// IPv6.
        INET6 = 10,
    }

    /// A kind of socket (`SOCK_*` of include/linux/net.h).
    SocketType {
        /// Bytes in order, such as TCP.
        STREAM = 1,
        /// Messages, such as UDP.
        DGRAM = 2,
        /// Packets with their headers.
        RAW = 3,
    }

    /// A protocol inside IP (`IPPROTO_*` of include/uapi/linux/in.h and in6.h).
    IpProtocol {
        /// Options for each router; in front of another header of IPv6.
        HOPOPTS = 0,
        /// What IPv4 says of itself.
        ICMP = 1,
        /// The Transmission Control Protocol.
        TCP = 6,
        /// The User Datagram Protocol.
        UDP = 17,
        /// The Datagram Congestion Control Protocol.
        DCCP = 33,
        /// The way to take; in front of another header of IPv6.
        ROUTING = 43,
        /// Which part of a packet it is; in front of another header of IPv6.
        FRAGMENT = 44,
        /// Who sent it; in front of another header.
        AH = 51,
        /// What IPv6 says of itself.
        ICMPV6 = 58,
        /// Options for the receiver; in front of another header of IPv6.
        DSTOPTS = 60,
        /// The Stream Control Transmission Protocol.
        SCTP = 132,
        /// UDP-Lite.
        UDPLITE = 136,
    }

    /// To whom a packet goes (`PACKET_*` of include/uapi/linux/if_packet.h).
    PacketType {
        /// To this machine.
        HOST = 0,
        /// To everybody.
        BROADCAST = 1,
        /// To a group.
        MULTICAST = 2,
        /// To another machine.
        OTHERHOST = 3,
        /// Out.
        OUTGOING = 4,
    }

    /// What happens to a TCP socket (`BPF_SOCK_OPS_*` of include/uapi/linux/bpf.h). Some ask, and take
    /// [`set_reply`](super::SockOpsContext::set_reply) for an answer.
    SockOp {
        /// Asks for the timeout of a SYN.
        TIMEOUT_INIT = 1,
        /// Asks for the window that is advertised at first.
        RWND_INIT = 2,
        /// `connect(2)` was called.
        TCP_CONNECT_CB = 3,
        /// A connection that this side began is established.
        ACTIVE_ESTABLISHED_CB = 4,
        /// A connection that the other side began is established.
        PASSIVE_ESTABLISHED_CB = 5,
        /// Asks whether to use ECN.
        NEEDS_ECN = 6,
        /// Asks for the round trip time above which the network is congested.
        BASE_RTT = 7,
        /// The retransmission timer went off; only where it is [wanted](super::SockOpsContext::set_cb_flags).
        RTO_CB = 8,
        /// Something was sent again; only where it is wanted.
        RETRANS_CB = 9,
        /// The state changed; only where it is wanted.
        STATE_CB = 10,
        /// `listen(2)` was called.
        TCP_LISTEN_CB = 11,
        /// The round trip was measured; only where it is wanted.
        RTT_CB = 12,
    }

    /// The state of a TCP socket (`BPF_TCP_*` of include/uapi/linux/bpf.h).
    TcpState {
        /// A connection.
        ESTABLISHED = 1,
        /// This side called.
        SYN_SENT = 2,
        /// The other side called.
        SYN_RECV = 3,
        /// This side closed.
        FIN_WAIT1 = 4,
        /// The other side knows that this one closed.
        FIN_WAIT2 = 5,
        /// Packets that are under way are waited for.
        TIME_WAIT = 6,
        /// None.
        CLOSE = 7,
        /// The other side closed.
        CLOSE_WAIT = 8,
        /// Both closed, the other side first.
        LAST_ACK = 9,
        /// Others may call.
        LISTEN = 10,
        /// Both closed at once.
        CLOSING = 11,
    }
}

/// Which way something goes on that is redirected.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Direction {
    /// Out of the interface or socket.
    Egress = 0,
    /// As if it came in there (`BPF_F_INGRESS`).
    Ingress = 1,
}

/// What becomes of a packet's checksum when something in it is overwritten.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Checksum {
    /// It stays: the program corrects it, or it is one that the card makes.
    Keep = 0,
    /// What the kernel knows of it is corrected (`BPF_F_RECOMPUTE_CSUM`).
    Recompute = 1,
}

/// What has changed under a checksum of TCP or UDP.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Covered {
    /// Something in the segment.
    Segment = 0,
    /// Something of the IP header, such as an address (`BPF_F_PSEUDO_HDR`).
    PseudoHeader = 0x10,
}

/// Where room is made in a packet (`enum bpf_adj_room_mode` of include/uapi/linux/bpf.h).
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum RoomBehind {
    /// Behind the IP header.
    Network = 0,
    /// Behind the Ethernet header.
    Mac = 1,
}
