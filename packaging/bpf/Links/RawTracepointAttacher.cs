// BPF_RAW_TRACEPOINT_OPEN of bpf(2), v4.17; its cookie v6.10. What it returns is a BPF link.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to tracepoints whose arguments they read as the kernel passes them.</summary>
internal static unsafe class RawTracepointAttacher
{
    private const int MaxNameBytes = 128;

    /// <summary>Attaches to <see cref="AttachRequest.Target"/>: a tracepoint's name, without its category.</summary>
    /// <returns><see cref="FaultCode.TracepointMissing"/>, <see cref="FaultCode.FeatureMissing"/>, <see cref="FaultCode.AttachRefused"/>.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (request.Target.IsEmpty)
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        Span<byte> buffer = stackalloc byte[MaxNameBytes];
        var name = new PathText(buffer);
        name.Add(request.Target);
        if (!name.Fits)
            return new Fault(FaultCode.TracepointMissing, request.Index, Errno.NoEntry, FaultStage.Attach);
        int link;
        fixed (byte* start = name.ZeroTerminated)
        {
            RawTracepointAttributes attributes = default;
            attributes.Name = (ulong)start;
            attributes.ProgramFd = request.Program.Fd;
            attributes.Cookie = request.Cookie;
            link = BpfCall.OpenRawTracepoint(&attributes);
        }
        if (link >= 0)
            return request.Keep(Link.Closing(link));
        if (link == -Errno.NoEntry)
            return new Fault(FaultCode.TracepointMissing, request.Index, Errno.NoEntry, FaultStage.Attach);
        // Kernels without cookies refuse what is not zero where they know nothing.
        return link is -Errno.Invalid or -Errno.TooBig && request.Cookie != 0
            ? AttachRequest.Missing(KernelFeature.RawTracepointCookie, link) : AttachRequest.Refused(link);
    }
}
