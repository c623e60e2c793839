//! The kernel's types, as far as netwatch looks into them. Fields are the kernel's, from 5.10 to 7.3.

corewright_ebpf::kernel_types! {
    /// A socket of any protocol.
    pub struct sock {
        /// What it has in common with sockets that are no more than an entry of a table.
        pub __sk_common: sock_common,
        /// `IPPROTO_*`.
        pub sk_protocol: u16,
        /// What the next call will fail with.
        pub sk_err: i32,
    }

    /// What identifies a connection.
    pub struct sock_common {
        /// `AF_*`.
        pub skc_family: u16,
        /// The other side's IPv4 address, as on the wire.
        pub skc_daddr: u32,
        /// This side's IPv4 address, as on the wire.
        pub skc_rcv_saddr: u32,
        /// The other side's IPv6 address.
        pub skc_v6_daddr: in6_addr,
        /// This side's IPv6 address.
        pub skc_v6_rcv_saddr: in6_addr,
        /// The other side's port, as on the wire.
        pub skc_dport: u16,
        /// Bits, numbered by `sock_flags`.
        pub skc_flags: usize,
    }

    /// An IPv6 address.
    pub struct in6_addr {
        /// Several ways to look at it.
        pub in6_u: in6_addr_in6_u,
    }

    /// A union without a name in the kernel.
    pub struct in6_addr_in6_u {
        /// As on the wire.
        pub u6_addr8: [u8; 16],
    }

    /// A socket of the internet protocols.
    pub struct inet_sock {
        /// This side's port, as on the wire: it stays when the port is given back.
        pub inet_sport: u16,
    }

    /// A TCP socket.
    pub struct tcp_sock {
        /// How many numbers of the sequence the other side acknowledged.
        pub bytes_acked: u64,
        /// How many numbers of the sequence came from the other side, in order.
        pub bytes_received: u64,
        /// The first number that is not acknowledged.
        pub snd_una: u32,
        /// The number that the next byte gets.
        pub write_seq: u32,
    }
}

corewright_ebpf::kernel_enums! {
    /// The bits of `skc_flags`.
    pub enum sock_flags {
        /// The other side has said that nothing comes any more.
        SOCK_DONE = 1,
    }
}
