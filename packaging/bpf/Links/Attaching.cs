using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs: the one place that leads from a program's kind to what attaches it.</summary>
public static class Attaching
{
    /// <summary>Attaches a loaded program.</summary>
    /// <param name="request">Which program, and where. Receives the links; those that were made stay, also on failure.</param>
    /// <returns>
    /// <see cref="FaultCode.FeatureMissing"/> where the kernel lacks something, <see cref="FaultCode.AttachRefused"/> where it refuses,
    /// or one of the kind's own; <see cref="AttachRequest.Detail"/> may say more.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request) => request.Program.Attach switch
    {
        AttachKind.None => Fault.None,
        AttachKind.Tracepoint => Features.Tracepoint ? TracepointAttacher.Attach(ref request) : Absent,
        AttachKind.Xdp => Features.Xdp ? XdpAttacher.Attach(ref request) : Absent,
        AttachKind.TrafficControl => Features.TrafficControl ? ClassifierAttacher.Attach(ref request) : Absent,
        AttachKind.Netkit => Features.Netkit ? NetkitAttacher.Attach(ref request) : Absent,
        AttachKind.Cgroup => Features.Cgroup || Features.Lsm ? CgroupAttacher.Attach(ref request) : Absent,
        AttachKind.SocketLookup or AttachKind.FlowDissector => Features.Sockets ? NamespaceAttacher.Attach(ref request) : Absent,
        AttachKind.SocketMap => Features.Sockets ? SocketMapAttacher.Attach(ref request) : Absent,
        AttachKind.SocketFilter => Features.Sockets ? SocketFilterAttacher.Attach(ref request) : Absent,
        AttachKind.Netfilter => Features.Netfilter ? NetfilterAttacher.Attach(ref request) : Absent,
        AttachKind.Tracing => Features.Tracing ? TracingAttacher.Attach(ref request) : Absent,
        AttachKind.Lsm => Features.Lsm ? LsmAttacher.Attach(ref request) : Absent,
        AttachKind.Iterator => Features.Iterator ? IteratorAttacher.Attach(ref request) : Absent,
        AttachKind.StructOps => Features.StructOps ? StructOpsAttacher.Attach(ref request) : Absent,
        AttachKind.Freplace => Features.Freplace ? TracingAttacher.Attach(ref request) : Absent,
        AttachKind.RawTracepoint => Features.RawTracepoint ? RawTracepointAttacher.Attach(ref request) : Absent,
        AttachKind.Kprobe or AttachKind.Kretprobe or AttachKind.Ksyscall or AttachKind.Kretsyscall =>
            Features.Kprobe ? KprobeAttacher.Attach(ref request) : Absent,
        AttachKind.KprobeMulti or AttachKind.KretprobeMulti or AttachKind.KprobeSession =>
            Features.KprobeMulti ? KprobeMultiAttacher.Attach(ref request) : Absent,
        AttachKind.Uprobe or AttachKind.Uretprobe => Features.Uprobe ? UprobeAttacher.Attach(ref request) : Absent,
        AttachKind.UprobeMulti or AttachKind.UretprobeMulti or AttachKind.UprobeSession =>
            Features.UprobeMulti ? UprobeMultiAttacher.Attach(ref request) : Absent,
        AttachKind.Usdt => Features.Usdt ? UsdtAttacher.Attach(ref request) : Absent,
        AttachKind.PerfEvent => Features.PerfEvent ? PerfEventAttacher.Attach(ref request) : Absent,
        _ => Absent,
    };

    private static Fault Absent => new(FaultCode.AttachUnknownKind, 0, 0, FaultStage.Attach);
}
