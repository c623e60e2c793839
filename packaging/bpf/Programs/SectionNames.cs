// The section names that libbpf and Aya know. A pattern ends as the name may go on: with '/', a target has to follow; with '+', one
// may; otherwise the name is all there is.

using System;

namespace Corewright.Bpf.Programs;

/// <summary>Which section names mean which programs. Kinds that a build leaves out are not even compared with.</summary>
internal static class SectionNames
{
    // BPF_F_SLEEPABLE and BPF_F_XDP_HAS_FRAGS of include/uapi/linux/bpf.h
    private const uint Sleepable = 1 << 4;
    private const uint Fragments = 1 << 5;

    public static bool Find(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        (Features.Tracepoint && Tracepoint(name, ref section))
        || (Features.RawTracepoint && RawTracepoint(name, ref section))
        || (Features.Kprobe && Kprobe(name, ref section))
        || (Features.KprobeMulti && KprobeMulti(name, ref section))
        || (Features.Uprobe && Uprobe(name, ref section))
        || (Features.UprobeMulti && UprobeMulti(name, ref section))
        || (Features.Usdt && Usdt(name, ref section))
        || (Features.PerfEvent && Is(name, "perf_event+"u8, ref section, ProgramType.PerfEvent, AttachKind.PerfEvent))
        || (Features.Tracing && Tracing(name, ref section))
        || (Features.Lsm && Lsm(name, ref section))
        || (Features.Iterator && Iterator(name, ref section))
        || (Features.Freplace && Is(name, "freplace+"u8, ref section, ProgramType.Extension, AttachKind.Freplace))
        || (Features.StructOps && StructOps(name, ref section))
        || (Features.Syscall && Is(name, "syscall"u8, ref section, ProgramType.Syscall, AttachKind.None, flags: Sleepable))
        || (Features.Xdp && Xdp(name, ref section))
        || (Features.TrafficControl && TrafficControl(name, ref section))
        || (Features.Netkit && Netkit(name, ref section))
        || (Features.Cgroup && (CgroupSockets(name, ref section) || CgroupAddresses(name, ref section)))
        || (Features.Sockets && Sockets(name, ref section))
        || (Features.Netfilter && Is(name, "netfilter+"u8, ref section, ProgramType.Netfilter, AttachKind.Netfilter, AttachType.Netfilter));

    private static bool Tracepoint(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        (Is(name, "tracepoint+"u8, ref section, ProgramType.Tracepoint, AttachKind.Tracepoint)
            || Is(name, "tp+"u8, ref section, ProgramType.Tracepoint, AttachKind.Tracepoint)
            || Is(name, "tracepoint.s+"u8, ref section, ProgramType.Tracepoint, AttachKind.Tracepoint, flags: Sleepable)
            || Is(name, "tp.s+"u8, ref section, ProgramType.Tracepoint, AttachKind.Tracepoint, flags: Sleepable))
        && (section.Target.Length == 0 || ProgramSection.IsTracepoint(section.Target));

    private static bool RawTracepoint(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "raw_tracepoint+"u8, ref section, ProgramType.RawTracepoint, AttachKind.RawTracepoint)
        || Is(name, "raw_tp+"u8, ref section, ProgramType.RawTracepoint, AttachKind.RawTracepoint)
        || Is(name, "raw_tracepoint.s+"u8, ref section, ProgramType.RawTracepoint, AttachKind.RawTracepoint, flags: Sleepable)
        || Is(name, "raw_tp.s+"u8, ref section, ProgramType.RawTracepoint, AttachKind.RawTracepoint, flags: Sleepable)
        || Is(name, "raw_tracepoint.w+"u8, ref section, ProgramType.RawTracepointWritable, AttachKind.RawTracepoint)
        || Is(name, "raw_tp.w+"u8, ref section, ProgramType.RawTracepointWritable, AttachKind.RawTracepoint);

    private static bool Kprobe(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "kprobe+"u8, ref section, ProgramType.Kprobe, AttachKind.Kprobe)
        || Is(name, "kretprobe+"u8, ref section, ProgramType.Kprobe, AttachKind.Kretprobe)
        || Is(name, "ksyscall+"u8, ref section, ProgramType.Kprobe, AttachKind.Ksyscall)
        || Is(name, "kretsyscall+"u8, ref section, ProgramType.Kprobe, AttachKind.Kretsyscall);

    private static bool KprobeMulti(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "kprobe.multi+"u8, ref section, ProgramType.Kprobe, AttachKind.KprobeMulti, AttachType.TraceKprobeMulti)
        || Is(name, "kretprobe.multi+"u8, ref section, ProgramType.Kprobe, AttachKind.KretprobeMulti, AttachType.TraceKprobeMulti)
        || Is(name, "kprobe.session+"u8, ref section, ProgramType.Kprobe, AttachKind.KprobeSession, AttachType.TraceKprobeSession);

    private static bool Uprobe(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "uprobe+"u8, ref section, ProgramType.Kprobe, AttachKind.Uprobe)
        || Is(name, "uprobe.s+"u8, ref section, ProgramType.Kprobe, AttachKind.Uprobe, flags: Sleepable)
        || Is(name, "uretprobe+"u8, ref section, ProgramType.Kprobe, AttachKind.Uretprobe)
        || Is(name, "uretprobe.s+"u8, ref section, ProgramType.Kprobe, AttachKind.Uretprobe, flags: Sleepable);

    private static bool UprobeMulti(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "uprobe.multi+"u8, ref section, ProgramType.Kprobe, AttachKind.UprobeMulti, AttachType.TraceUprobeMulti)
        || Is(name, "uprobe.multi.s+"u8, ref section, ProgramType.Kprobe, AttachKind.UprobeMulti, AttachType.TraceUprobeMulti, Sleepable)
        || Is(name, "uretprobe.multi+"u8, ref section, ProgramType.Kprobe, AttachKind.UretprobeMulti, AttachType.TraceUprobeMulti)
        || Is(name, "uretprobe.multi.s+"u8, ref section, ProgramType.Kprobe, AttachKind.UretprobeMulti, AttachType.TraceUprobeMulti, Sleepable)
        || Is(name, "uprobe.session+"u8, ref section, ProgramType.Kprobe, AttachKind.UprobeSession, AttachType.TraceUprobeSession)
        || Is(name, "uprobe.session.s+"u8, ref section, ProgramType.Kprobe, AttachKind.UprobeSession, AttachType.TraceUprobeSession, Sleepable);

    private static bool Usdt(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "usdt+"u8, ref section, ProgramType.Kprobe, AttachKind.Usdt)
        || Is(name, "usdt.s+"u8, ref section, ProgramType.Kprobe, AttachKind.Usdt, flags: Sleepable);

    private static bool Tracing(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "tp_btf+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.TraceRawTracepoint)
        || Is(name, "fentry+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.TraceFentry)
        || Is(name, "fentry.s+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.TraceFentry, Sleepable)
        || Is(name, "fexit+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.TraceFexit)
        || Is(name, "fexit.s+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.TraceFexit, Sleepable)
        || Is(name, "fmod_ret+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.ModifyReturn)
        || Is(name, "fmod_ret.s+"u8, ref section, ProgramType.Tracing, AttachKind.Tracing, AttachType.ModifyReturn, Sleepable);

    private static bool Lsm(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "lsm+"u8, ref section, ProgramType.Lsm, AttachKind.Lsm, AttachType.LsmMac)
        || Is(name, "lsm.s+"u8, ref section, ProgramType.Lsm, AttachKind.Lsm, AttachType.LsmMac, Sleepable)
        || Is(name, "lsm_cgroup+"u8, ref section, ProgramType.Lsm, AttachKind.Cgroup, AttachType.LsmCgroup);

    private static bool Iterator(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "iter+"u8, ref section, ProgramType.Tracing, AttachKind.Iterator, AttachType.TraceIterator)
        || Is(name, "iter.s+"u8, ref section, ProgramType.Tracing, AttachKind.Iterator, AttachType.TraceIterator, Sleepable);

    private static bool StructOps(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "struct_ops+"u8, ref section, ProgramType.StructOps, AttachKind.StructOps)
        || Is(name, "struct_ops.s+"u8, ref section, ProgramType.StructOps, AttachKind.StructOps, flags: Sleepable);

    private static bool Xdp(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "xdp.frags/devmap"u8, ref section, ProgramType.Xdp, AttachKind.None, AttachType.XdpDevMap, Fragments)
        || Is(name, "xdp/devmap"u8, ref section, ProgramType.Xdp, AttachKind.None, AttachType.XdpDevMap)
        || Is(name, "xdp_devmap"u8, ref section, ProgramType.Xdp, AttachKind.None, AttachType.XdpDevMap)
        || Is(name, "xdp.frags/cpumap"u8, ref section, ProgramType.Xdp, AttachKind.None, AttachType.XdpCpuMap, Fragments)
        || Is(name, "xdp/cpumap"u8, ref section, ProgramType.Xdp, AttachKind.None, AttachType.XdpCpuMap)
        || Is(name, "xdp_cpumap"u8, ref section, ProgramType.Xdp, AttachKind.None, AttachType.XdpCpuMap)
        || Is(name, "xdp.frags+"u8, ref section, ProgramType.Xdp, AttachKind.Xdp, AttachType.Xdp, Fragments)
        || Is(name, "xdp+"u8, ref section, ProgramType.Xdp, AttachKind.Xdp, AttachType.Xdp);

    private static bool TrafficControl(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "tcx/ingress+"u8, ref section, ProgramType.SchedClassifier, AttachKind.TrafficControl, AttachType.TcxIngress)
        || Is(name, "tcx/egress+"u8, ref section, ProgramType.SchedClassifier, AttachKind.TrafficControl, AttachType.TcxEgress)
        || Is(name, "tc/ingress+"u8, ref section, ProgramType.SchedClassifier, AttachKind.TrafficControl, AttachType.TcxIngress)
        || Is(name, "tc/egress+"u8, ref section, ProgramType.SchedClassifier, AttachKind.TrafficControl, AttachType.TcxEgress)
        || Is(name, "tc+"u8, ref section, ProgramType.SchedClassifier, AttachKind.TrafficControl)
        || Is(name, "classifier+"u8, ref section, ProgramType.SchedClassifier, AttachKind.TrafficControl)
        || Is(name, "action+"u8, ref section, ProgramType.SchedAction, AttachKind.None);

    private static bool Netkit(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "netkit/primary"u8, ref section, ProgramType.SchedClassifier, AttachKind.Netkit, AttachType.NetkitPrimary)
        || Is(name, "netkit/peer"u8, ref section, ProgramType.SchedClassifier, AttachKind.Netkit, AttachType.NetkitPeer);

    private static bool CgroupSockets(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "cgroup_skb/ingress"u8, ref section, ProgramType.CgroupSkb, AttachKind.Cgroup, AttachType.CgroupInetIngress)
        || Is(name, "cgroup_skb/egress"u8, ref section, ProgramType.CgroupSkb, AttachKind.Cgroup, AttachType.CgroupInetEgress)
        || Is(name, "cgroup/skb"u8, ref section, ProgramType.CgroupSkb, AttachKind.None)
        || Is(name, "cgroup/sock_create"u8, ref section, ProgramType.CgroupSock, AttachKind.Cgroup, AttachType.CgroupInetSockCreate)
        || Is(name, "cgroup/sock_release"u8, ref section, ProgramType.CgroupSock, AttachKind.Cgroup, AttachType.CgroupInetSockRelease)
        || Is(name, "cgroup/sock"u8, ref section, ProgramType.CgroupSock, AttachKind.Cgroup, AttachType.CgroupInetSockCreate)
        || Is(name, "cgroup/post_bind4"u8, ref section, ProgramType.CgroupSock, AttachKind.Cgroup, AttachType.CgroupInet4PostBind)
        || Is(name, "cgroup/post_bind6"u8, ref section, ProgramType.CgroupSock, AttachKind.Cgroup, AttachType.CgroupInet6PostBind)
        || Is(name, "cgroup/getsockopt"u8, ref section, ProgramType.CgroupSockOpt, AttachKind.Cgroup, AttachType.CgroupGetSockOpt)
        || Is(name, "cgroup/setsockopt"u8, ref section, ProgramType.CgroupSockOpt, AttachKind.Cgroup, AttachType.CgroupSetSockOpt)
        || Is(name, "cgroup/sysctl"u8, ref section, ProgramType.CgroupSysctl, AttachKind.Cgroup, AttachType.CgroupSysctl)
        || Is(name, "cgroup/dev"u8, ref section, ProgramType.CgroupDevice, AttachKind.Cgroup, AttachType.CgroupDevice)
        || Is(name, "sockops"u8, ref section, ProgramType.SockOps, AttachKind.Cgroup, AttachType.CgroupSockOps);

    private static bool CgroupAddresses(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Address(name, "cgroup/bind4"u8, ref section, AttachType.CgroupInet4Bind)
        || Address(name, "cgroup/bind6"u8, ref section, AttachType.CgroupInet6Bind)
        || Address(name, "cgroup/connect4"u8, ref section, AttachType.CgroupInet4Connect)
        || Address(name, "cgroup/connect6"u8, ref section, AttachType.CgroupInet6Connect)
        || Address(name, "cgroup/connect_unix"u8, ref section, AttachType.CgroupUnixConnect)
        || Address(name, "cgroup/sendmsg4"u8, ref section, AttachType.CgroupUdp4SendMsg)
        || Address(name, "cgroup/sendmsg6"u8, ref section, AttachType.CgroupUdp6SendMsg)
        || Address(name, "cgroup/sendmsg_unix"u8, ref section, AttachType.CgroupUnixSendMsg)
        || Address(name, "cgroup/recvmsg4"u8, ref section, AttachType.CgroupUdp4RecvMsg)
        || Address(name, "cgroup/recvmsg6"u8, ref section, AttachType.CgroupUdp6RecvMsg)
        || Address(name, "cgroup/recvmsg_unix"u8, ref section, AttachType.CgroupUnixRecvMsg)
        || Address(name, "cgroup/getpeername4"u8, ref section, AttachType.CgroupInet4GetPeerName)
        || Address(name, "cgroup/getpeername6"u8, ref section, AttachType.CgroupInet6GetPeerName)
        || Address(name, "cgroup/getpeername_unix"u8, ref section, AttachType.CgroupUnixGetPeerName)
        || Address(name, "cgroup/getsockname4"u8, ref section, AttachType.CgroupInet4GetSockName)
        || Address(name, "cgroup/getsockname6"u8, ref section, AttachType.CgroupInet6GetSockName)
        || Address(name, "cgroup/getsockname_unix"u8, ref section, AttachType.CgroupUnixGetSockName);

    private static bool Sockets(ReadOnlySpan<byte> name, ref ProgramSection section) =>
        Is(name, "socket+"u8, ref section, ProgramType.SocketFilter, AttachKind.SocketFilter)
        || Is(name, "sk_reuseport/migrate"u8, ref section, ProgramType.SkReuseport, AttachKind.None, AttachType.SkReuseportSelectOrMigrate)
        || Is(name, "sk_reuseport"u8, ref section, ProgramType.SkReuseport, AttachKind.None, AttachType.SkReuseportSelect)
        || Is(name, "sk_lookup+"u8, ref section, ProgramType.SkLookup, AttachKind.SocketLookup, AttachType.SkLookup)
        || Is(name, "sk_skb/stream_parser+"u8, ref section, ProgramType.SkSkb, AttachKind.SocketMap, AttachType.SkSkbStreamParser)
        || Is(name, "sk_skb/stream_verdict+"u8, ref section, ProgramType.SkSkb, AttachKind.SocketMap, AttachType.SkSkbStreamVerdict)
        || Is(name, "sk_skb/verdict+"u8, ref section, ProgramType.SkSkb, AttachKind.SocketMap, AttachType.SkSkbVerdict)
        || Is(name, "sk_skb"u8, ref section, ProgramType.SkSkb, AttachKind.None)
        || Is(name, "sk_msg+"u8, ref section, ProgramType.SkMsg, AttachKind.SocketMap, AttachType.SkMsgVerdict)
        || Is(name, "flow_dissector"u8, ref section, ProgramType.FlowDissector, AttachKind.FlowDissector, AttachType.FlowDissector)
        || Is(name, "lwt_in"u8, ref section, ProgramType.LwtIn, AttachKind.None)
        || Is(name, "lwt_out"u8, ref section, ProgramType.LwtOut, AttachKind.None)
        || Is(name, "lwt_xmit"u8, ref section, ProgramType.LwtXmit, AttachKind.None)
        || Is(name, "lwt_seg6local"u8, ref section, ProgramType.LwtSeg6Local, AttachKind.None);

    private static bool Address(ReadOnlySpan<byte> name, ReadOnlySpan<byte> pattern, ref ProgramSection section, AttachType attach) =>
        Is(name, pattern, ref section, ProgramType.CgroupSockAddr, AttachKind.Cgroup, attach);

    private static bool Is(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> pattern, ref ProgramSection section, ProgramType type, AttachKind kind,
        AttachType attach = AttachType.None, uint flags = 0)
    {
        byte end = pattern[^1];
        ReadOnlySpan<byte> stem = end is (byte)'+' or (byte)'/' ? pattern[..^1] : pattern;
        if (name.Length < stem.Length || !name[..stem.Length].SequenceEqual(stem))
            return false;
        ReadOnlySpan<byte> rest = name[stem.Length..];
        bool goesOn = rest.Length != 0;
        if (goesOn ? stem.Length == pattern.Length || rest[0] != (byte)'/' : end == (byte)'/')
            return false;
        section.Type = type;
        section.ExpectedAttach = attach;
        section.Attach = kind;
        section.LoadFlags = flags;
        section.Target = goesOn ? rest[1..] : default;
        return true;
    }
}
