namespace Corewright.Bpf.Kernel;

/// <summary>
/// What some kernels lack. A <see cref="Fault"/> with <see cref="FaultCode.FeatureMissing"/> has one as its index;
/// <see cref="KernelFeatureText"/> says what it is called and since when it exists.
/// </summary>
public enum KernelFeature
{
    /// <summary>Nothing that has a name here.</summary>
    None,

    /// <summary>BPF_LINK_CREATE for perf events: kprobes, uprobes and tracepoints as links, with cookies.</summary>
    PerfLink,

    /// <summary>Probes on kernel functions: CONFIG_KPROBE_EVENTS.</summary>
    Kprobe = 100,

    /// <summary>Probes on functions of programs and libraries: CONFIG_UPROBE_EVENTS.</summary>
    Uprobe,

    /// <summary>BPF_TRACE_KPROBE_MULTI.</summary>
    KprobeMulti,

    /// <summary>BPF_TRACE_KPROBE_SESSION.</summary>
    KprobeSession,

    /// <summary>BPF_TRACE_UPROBE_MULTI.</summary>
    UprobeMulti,

    /// <summary>BPF_TRACE_UPROBE_SESSION.</summary>
    UprobeSession,

    /// <summary>A cookie for BPF_RAW_TRACEPOINT_OPEN.</summary>
    RawTracepointCookie,

    /// <summary>BPF_LINK_CREATE for XDP.</summary>
    XdpLink = 200,

    /// <summary>BPF_LINK_CREATE for cgroups.</summary>
    CgroupLink,

    /// <summary>BPF_LINK_CREATE for maps of sockets.</summary>
    SocketMapLink,

    /// <summary>Links to sockets, which no kernel has.</summary>
    SocketLink,

    /// <summary>BPF_F_XDP_HAS_FRAGS: XDP programs for packets of several buffers.</summary>
    XdpFragments,

    /// <summary>XDP programs for the entries of a devmap.</summary>
    XdpDeviceMap,

    /// <summary>XDP programs for the entries of a cpumap.</summary>
    XdpProcessorMap,

    /// <summary>BPF_TCX_INGRESS, BPF_TCX_EGRESS: classifiers as links, in an order.</summary>
    Tcx,

    /// <summary>netkit devices and their programs.</summary>
    Netkit,

    /// <summary>BPF_LINK_CREATE for network namespaces.</summary>
    NamespaceLink,

    /// <summary>BPF_PROG_TYPE_SK_LOOKUP.</summary>
    SocketLookup,

    /// <summary>BPF_SK_SKB_VERDICT: verdicts on packets of sockets, without a parser.</summary>
    SocketVerdict,

    /// <summary>BPF_SK_REUSEPORT_SELECT_OR_MIGRATE.</summary>
    ReuseportMigration,

    /// <summary>BPF_PROG_TYPE_NETFILTER.</summary>
    Netfilter,

    /// <summary>BPF_PROG_TYPE_CGROUP_SYSCTL.</summary>
    CgroupSysctl,

    /// <summary>BPF_CGROUP_UDP4_RECVMSG and 6.</summary>
    CgroupRecvMsg,

    /// <summary>BPF_PROG_TYPE_CGROUP_SOCKOPT.</summary>
    CgroupSockOpt,

    /// <summary>BPF_CGROUP_INET4_GETPEERNAME, …_GETSOCKNAME and 6.</summary>
    CgroupPeerName,

    /// <summary>BPF_CGROUP_INET_SOCK_RELEASE.</summary>
    CgroupSockRelease,

    /// <summary>BPF_CGROUP_UNIX_CONNECT and its like.</summary>
    CgroupUnix,

    /// <summary>CONFIG_DEBUG_INFO_BTF: what programs attach to by type.</summary>
    KernelTypes,

    /// <summary>What fentry, fexit, fmod_ret and LSM programs are called through; per architecture.</summary>
    Trampolines,

    /// <summary>Cookies of tracing programs.</summary>
    TracingCookie,

    /// <summary>BPF_PROG_TYPE_LSM and CONFIG_BPF_LSM.</summary>
    Lsm,

    /// <summary>Iterators.</summary>
    Iterator,

    /// <summary>BPF_PROG_TYPE_SYSCALL.</summary>
    SyscallProgram,

    /// <summary>BPF_LSM_CGROUP.</summary>
    LsmCgroup,

    /// <summary>BPF_MAP_TYPE_STRUCT_OPS.</summary>
    StructOps,

    /// <summary>BPF_F_LINK of struct_ops maps.</summary>
    StructOpsLink,

    /// <summary>BPF_PROG_TYPE_EXT.</summary>
    Extension,

    /// <summary>BPF_PSEUDO_FUNC: addresses of functions for helpers that call back.</summary>
    Callbacks,

    /// <summary>A JIT compiler for what the kernel does not interpret.</summary>
    Compiler,

    /// <summary>uprobe.s, uprobe.multi.s, usdt.s: probes of user space that may sleep.</summary>
    SleepableProbe,

    /// <summary>iter.s: iterators that may sleep.</summary>
    SleepableIterator,

    /// <summary>tp.s, raw_tp.s: programs of tracepoints that may sleep.</summary>
    SleepableTracepoint,

    /// <summary>The types of maps: this plus the number of a <see cref="Maps.MapType"/>.</summary>
    FirstMapType = 1000,
}
