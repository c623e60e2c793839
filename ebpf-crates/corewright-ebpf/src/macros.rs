//! The attributes that make a function a program: `#[kprobe(function = "vfs_unlink")]`, `#[xdp]`.
//!
//! They say in which section the function goes, by which loaders know its kind and what it is attached to; what is in brackets may be
//! left out where the loader is told otherwise. [`programs`](crate::programs) has the table of contexts and answers.
//!
//! They are `macro_rules!` that may stand as attributes, for which a crate needs `#![feature(macro_attr)]`. Procedural macros would
//! need a compiler that also makes programs for the machine it runs on: rustc's library for it, a linker and a C library. The
//! toolchain here makes BPF only, and nothing of a program crate runs while it is built.

/// A function that is a program in a section of any name: `program!("xdp", XdpContext, fn drop(context: XdpContext) -> XdpAction { … })`.
#[macro_export]
macro_rules! program {
    (
        $section:expr, $context:ty,
        $(#[$meta:meta])* $visibility:vis fn $name:ident($argument:ident: $type:ty $(,)?) $(-> $answer:ty)? $body:block
    ) => {
        $(#[$meta])*
        #[unsafe(no_mangle)]
        #[unsafe(link_section = $section)]
        $visibility extern "C" fn $name(context: *mut u8) -> i32 {
            #[inline(always)]
            fn program($argument: $type) $(-> $answer)? $body
            // SAFETY: the kernel calls it with the context that programs of its section get.
            let context: $context = unsafe { <$context>::new(context) };
            $crate::programs::Answer::<$context>::code(program(context))
        }
    };
    ($section:expr, $context:ty, $($item:tt)*) => {
        compile_error!("a program is a function with one argument, its context: fn name(context: XdpContext) -> XdpAction { … }");
    };
}

/// Declares an attribute: each form, the section's name, and the context.
macro_rules! attributes {
    (($d:tt) $($(#[$meta:meta])* $exported:ident as $name:ident: $context:ident { $(($($form:tt)*) => $section:expr;)+ })+) => {
        $(
            #[doc(hidden)]
            #[macro_export]
            macro_rules! $exported {
                $(
                    attr($($form)*) ($d($d item:tt)*) => {
                        $crate::program!($section, $crate::programs::$context, $d($d item)*);
                    };
                )+
            }

            $(#[$meta])*
            pub use $exported as $name;
        )+
    };
}

attributes! { ($)
    /// The entry of a kernel function: `#[kprobe]`, `#[kprobe(function = "vfs_unlink")]`, or a place in it: `#[kprobe(function = "vfs_unlink", offset = 8)]`; of many: `#[kprobe(multi = "vfs_*dir")]`, `#[kprobe(session = "vfs_*dir")]`.
    __corewright_kprobe as kprobe: ProbeContext {
        () => "kprobe";
        (function = $target:literal) => concat!("kprobe/", $target);
        (function = $target:literal, offset = $offset:literal) => concat!("kprobe/", $target, "+", $offset);
        (multi) => "kprobe.multi";
        (multi = $target:literal) => concat!("kprobe.multi/", $target);
        (session = $target:literal) => concat!("kprobe.session/", $target);
    }

    /// The return of a kernel function: `#[kretprobe(function = "vfs_unlink")]`, `#[kretprobe(multi = "vfs_*dir")]`.
    __corewright_kretprobe as kretprobe: RetProbeContext {
        () => "kretprobe";
        (function = $target:literal) => concat!("kretprobe/", $target);
        (multi) => "kretprobe.multi";
        (multi = $target:literal) => concat!("kretprobe.multi/", $target);
    }

    /// The entry of a system call, whatever the machine calls the function: `#[ksyscall(name = "execve")]`.
    __corewright_ksyscall as ksyscall: SyscallContext {
        (name = $target:literal) => concat!("ksyscall/", $target);
    }

    /// The return of a system call: `#[kretsyscall(name = "execve")]`.
    __corewright_kretsyscall as kretsyscall: RetProbeContext {
        (name = $target:literal) => concat!("kretsyscall/", $target);
    }

    /// The entry of a function of a program or library: `#[uprobe(path = "libc", function = "getaddrinfo")]`, with `offset = 4` behind it for a place inside, or `sleepable` (6.0); `multi = "get*"` for many (6.6).
    __corewright_uprobe as uprobe: ProbeContext {
        () => "uprobe";
        (sleepable) => "uprobe.s";
        (path = $path:literal, function = $target:literal) => concat!("uprobe/", $path, ":", $target);
        (path = $path:literal, function = $target:literal, offset = $offset:literal) => concat!("uprobe/", $path, ":", $target, "+", $offset);
        (path = $path:literal, function = $target:literal, sleepable) => concat!("uprobe.s/", $path, ":", $target);
        (path = $path:literal, multi = $target:literal) => concat!("uprobe.multi/", $path, ":", $target);
        (path = $path:literal, session = $target:literal) => concat!("uprobe.session/", $path, ":", $target);
    }

    /// The return of a function of a program or library: `#[uretprobe(path = "libc", function = "getaddrinfo")]`.
    __corewright_uretprobe as uretprobe: RetProbeContext {
        () => "uretprobe";
        (sleepable) => "uretprobe.s";
        (path = $path:literal, function = $target:literal) => concat!("uretprobe/", $path, ":", $target);
        (path = $path:literal, function = $target:literal, sleepable) => concat!("uretprobe.s/", $path, ":", $target);
        (path = $path:literal, multi = $target:literal) => concat!("uretprobe.multi/", $path, ":", $target);
    }

    /// A static probe of a program: `#[usdt(path = "/usr/bin/python3", provider = "python", name = "gc__start")]`, with `sleepable` behind it if wanted (6.0).
    __corewright_usdt as usdt: UsdtContext {
        () => "usdt";
        (sleepable) => "usdt.s";
        (path = $path:literal, provider = $provider:literal, name = $target:literal) => concat!("usdt/", $path, ":", $provider, ":", $target);
        (path = $path:literal, provider = $provider:literal, name = $target:literal, sleepable) => concat!("usdt.s/", $path, ":", $provider, ":", $target);
    }

    /// A tracepoint: `#[tracepoint(category = "sched", name = "sched_process_exec")]`, of system calls with `sleepable` behind it if wanted (7.2).
    __corewright_tracepoint as tracepoint: TracePointContext {
        () => "tracepoint";
        (sleepable) => "tp.s";
        (category = $category:literal, name = $target:literal) => concat!("tracepoint/", $category, "/", $target);
        (category = $category:literal, name = $target:literal, sleepable) => concat!("tp.s/", $category, "/", $target);
    }

    /// A tracepoint with its arguments as they are: `#[raw_tracepoint(tracepoint = "sched_switch")]`, with `writable` behind it where the tracepoint lets programs change something, or `sleepable` (7.2).
    __corewright_raw_tracepoint as raw_tracepoint: RawTracePointContext {
        () => "raw_tp";
        (tracepoint = $target:literal) => concat!("raw_tp/", $target);
        (tracepoint = $target:literal, writable) => concat!("raw_tp.w/", $target);
        (tracepoint = $target:literal, sleepable) => concat!("raw_tp.s/", $target);
    }

    /// A tracepoint with typed arguments: `#[btf_tracepoint(function = "sched_switch")]`.
    __corewright_btf_tracepoint as btf_tracepoint: BtfTracePointContext {
        () => "tp_btf";
        (function = $target:literal) => concat!("tp_btf/", $target);
    }

    /// The entry of a kernel function, with typed arguments: `#[fentry(function = "vfs_unlink")]`, with `sleepable` behind it if wanted.
    __corewright_fentry as fentry: FEntryContext {
        () => "fentry";
        (sleepable) => "fentry.s";
        (function = $target:literal) => concat!("fentry/", $target);
        (function = $target:literal, sleepable) => concat!("fentry.s/", $target);
    }

    /// The return of a kernel function, with typed arguments: `#[fexit(function = "vfs_unlink")]`, with `sleepable` behind it if wanted.
    __corewright_fexit as fexit: FExitContext {
        () => "fexit";
        (sleepable) => "fexit.s";
        (function = $target:literal) => concat!("fexit/", $target);
        (function = $target:literal, sleepable) => concat!("fexit.s/", $target);
    }

    /// A kernel function whose result can be replaced: `#[fmod_ret(function = "security_inode_mkdir")]`.
    __corewright_fmod_ret as fmod_ret: FModRetContext {
        () => "fmod_ret";
        (sleepable) => "fmod_ret.s";
        (function = $target:literal) => concat!("fmod_ret/", $target);
        (function = $target:literal, sleepable) => concat!("fmod_ret.s/", $target);
    }

    /// A security hook: `#[lsm(hook = "file_open")]`, with `sleepable` behind it if wanted.
    __corewright_lsm as lsm: LsmContext {
        () => "lsm";
        (sleepable) => "lsm.s";
        (hook = $target:literal) => concat!("lsm/", $target);
        (hook = $target:literal, sleepable) => concat!("lsm.s/", $target);
    }

    /// A security hook of a cgroup (6.0): `#[lsm_cgroup(hook = "socket_bind")]`.
    __corewright_lsm_cgroup as lsm_cgroup: LsmContext {
        () => "lsm_cgroup";
        (hook = $target:literal) => concat!("lsm_cgroup/", $target);
    }

    /// All objects of a kind, one after the other: `#[iter(target = "task")]`, with `sleepable` behind it if wanted.
    __corewright_iter as iter: IterContext {
        () => "iter";
        (sleepable) => "iter.s";
        (target = $target:literal) => concat!("iter/", $target);
        (target = $target:literal, sleepable) => concat!("iter.s/", $target);
    }

    /// Samples: `#[perf_event]`.
    __corewright_perf_event as perf_event: PerfEventContext {
        () => "perf_event";
    }

    /// Packets as they come in: `#[xdp]`, `#[xdp(frags)]` for packets of several buffers, `#[xdp(map = "devmap")]` and `#[xdp(map = "cpumap")]` for entries of such maps.
    __corewright_xdp as xdp: XdpContext {
        () => "xdp";
        (frags) => "xdp.frags";
        (map = "devmap") => "xdp/devmap";
        (map = "cpumap") => "xdp/cpumap";
        (frags, map = "devmap") => "xdp.frags/devmap";
        (frags, map = "cpumap") => "xdp.frags/cpumap";
    }

    /// Packets on an interface: `#[classifier]`, `#[classifier(ingress)]`, `#[classifier(egress)]`.
    __corewright_classifier as classifier: TcContext {
        () => "tc";
        (ingress) => "tc/ingress";
        (egress) => "tc/egress";
    }

    /// Packets of another classifier, as its action: `#[action]`.
    __corewright_action as action: TcContext {
        () => "action";
    }

    /// Packets on an interface, by TCX where there is it (6.6): `#[tcx(ingress)]`, `#[tcx(egress)]`.
    __corewright_tcx as tcx: TcContext {
        (ingress) => "tcx/ingress";
        (egress) => "tcx/egress";
    }

    /// Packets of a netkit device (6.7): `#[netkit(primary)]`, `#[netkit(peer)]`.
    __corewright_netkit as netkit: TcContext {
        (primary) => "netkit/primary";
        (peer) => "netkit/peer";
    }

    /// A cgroup's packets: `#[cgroup_skb(ingress)]`, `#[cgroup_skb(egress)]`.
    __corewright_cgroup_skb as cgroup_skb: SkBuffContext {
        (ingress) => "cgroup_skb/ingress";
        (egress) => "cgroup_skb/egress";
    }

    /// The packets of a socket: `#[socket_filter]`.
    __corewright_socket_filter as socket_filter: SkBuffContext {
        () => "socket";
    }

    /// Where messages end, for the sockets in a map: `#[stream_parser]`.
    __corewright_stream_parser as stream_parser: SkBuffContext {
        () => "sk_skb/stream_parser";
    }

    /// What becomes of messages, for the sockets in a map: `#[stream_verdict]`.
    __corewright_stream_verdict as stream_verdict: SkBuffContext {
        () => "sk_skb/stream_verdict";
    }

    /// What becomes of packets, for the sockets in a map (5.13): `#[packet_verdict]`.
    __corewright_packet_verdict as packet_verdict: SkBuffContext {
        () => "sk_skb/verdict";
    }

    /// Packets that come in through a lightweight tunnel: `#[lwt_in]`.
    __corewright_lwt_in as lwt_in: LwtContext {
        () => "lwt_in";
    }

    /// Packets that go into a lightweight tunnel: `#[lwt_out]`.
    __corewright_lwt_out as lwt_out: LwtContext {
        () => "lwt_out";
    }

    /// Packets that a lightweight tunnel sends: `#[lwt_xmit]`.
    __corewright_lwt_xmit as lwt_xmit: LwtContext {
        () => "lwt_xmit";
    }

    /// Addresses that sockets of a cgroup use: `#[cgroup_sock_addr(connect4)]`; also `bind`, `sendmsg`, `recvmsg`, `getpeername`, `getsockname`, each with `4`, `6`, and but for `bind` with `_unix` (6.7).
    __corewright_cgroup_sock_addr as cgroup_sock_addr: SockAddrContext {
        (bind4) => "cgroup/bind4";
        (bind6) => "cgroup/bind6";
        (connect4) => "cgroup/connect4";
        (connect6) => "cgroup/connect6";
        (connect_unix) => "cgroup/connect_unix";
        (sendmsg4) => "cgroup/sendmsg4";
        (sendmsg6) => "cgroup/sendmsg6";
        (sendmsg_unix) => "cgroup/sendmsg_unix";
        (recvmsg4) => "cgroup/recvmsg4";
        (recvmsg6) => "cgroup/recvmsg6";
        (recvmsg_unix) => "cgroup/recvmsg_unix";
        (getpeername4) => "cgroup/getpeername4";
        (getpeername6) => "cgroup/getpeername6";
        (getpeername_unix) => "cgroup/getpeername_unix";
        (getsockname4) => "cgroup/getsockname4";
        (getsockname6) => "cgroup/getsockname6";
        (getsockname_unix) => "cgroup/getsockname_unix";
    }

    /// Sockets of a cgroup: `#[cgroup_sock(sock_create)]`, `sock_release`, `post_bind4`, `post_bind6`.
    __corewright_cgroup_sock as cgroup_sock: SockContext {
        (sock_create) => "cgroup/sock_create";
        (sock_release) => "cgroup/sock_release";
        (post_bind4) => "cgroup/post_bind4";
        (post_bind6) => "cgroup/post_bind6";
    }

    /// Options of sockets of a cgroup: `#[cgroup_sockopt(getsockopt)]`, `#[cgroup_sockopt(setsockopt)]`.
    __corewright_cgroup_sockopt as cgroup_sockopt: SockoptContext {
        (getsockopt) => "cgroup/getsockopt";
        (setsockopt) => "cgroup/setsockopt";
    }

    /// Kernel parameters that a cgroup reads and writes: `#[cgroup_sysctl]`.
    __corewright_cgroup_sysctl as cgroup_sysctl: SysctlContext {
        () => "cgroup/sysctl";
    }

    /// Devices that a cgroup uses: `#[cgroup_device]`.
    __corewright_cgroup_device as cgroup_device: DeviceContext {
        () => "cgroup/dev";
    }

    /// What happens to TCP sockets of a cgroup: `#[sock_ops]`.
    __corewright_sock_ops as sock_ops: SockOpsContext {
        () => "sockops";
    }

    /// Which socket gets a connection, for a network namespace: `#[sk_lookup]`.
    __corewright_sk_lookup as sk_lookup: SkLookupContext {
        () => "sk_lookup";
    }

    /// What becomes of what is sent, for the sockets in a map: `#[sk_msg]`.
    __corewright_sk_msg as sk_msg: SkMsgContext {
        () => "sk_msg";
    }

    /// Which of the sockets that share a port gets a connection: `#[sk_reuseport]`, `#[sk_reuseport(migrate)]`.
    __corewright_sk_reuseport as sk_reuseport: SkReuseportContext {
        () => "sk_reuseport";
        (migrate) => "sk_reuseport/migrate";
    }

    /// Packets at one of netfilter's hooks (6.4): `#[netfilter]`.
    __corewright_netfilter as netfilter: NetfilterContext {
        () => "netfilter";
    }

    /// Where the headers of packets are, for a network namespace: `#[flow_dissector]`.
    __corewright_flow_dissector as flow_dissector: FlowDissectorContext {
        () => "flow_dissector";
    }
}
