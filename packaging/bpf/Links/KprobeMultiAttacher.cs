// BPF_LINK_CREATE with BPF_TRACE_KPROBE_MULTI (v5.18) or BPF_TRACE_KPROBE_SESSION (v6.10): many functions through one link.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches a program to all kernel functions whose names fit a pattern.</summary>
internal static unsafe class KprobeMultiAttacher
{
    private const uint OnReturn = 1; // BPF_F_KPROBE_MULTI_RETURN
    private const int NoSuchSymbol = 3; // ESRCH
    private const int MaxNameBytes = 512;

    /// <summary>Attaches to <see cref="AttachRequest.Target"/>: a function, or a pattern as <see cref="NamePattern"/> has it.</summary>
    /// <returns>A fault of the 804s or the 810s.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (request.Target.IsEmpty)
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        Span<byte> buffer = stackalloc byte[MaxNameBytes];
        var name = new PathText(buffer);
        name.Add(request.Target);
        if (!name.Fits)
            return new Fault(FaultCode.ProbeTargetMalformed, 0, 0, FaultStage.Attach);

        LinkCreateAttributes attributes = default;
        fixed (byte* start = name.ZeroTerminated)
        {
            // One name needs no search; the kernel does it.
            ulong single = (ulong)start;
            attributes.KprobeSymbols = (ulong)&single;
            attributes.KprobeCount = 1;
            Fault fault = NamePattern.IsPattern(request.Target) ? Search(ref request, ref attributes) : Fault.None;
            return fault.Failed ? fault.During(FaultStage.Attach) : Attach(ref request, ref attributes);
        }
    }

    private static Fault Search(scoped ref AttachRequest request, scoped ref LinkCreateAttributes attributes)
    {
        Fault fault = TraceableFunctions.Find(request.Target, ref request.Arena, out Span<ulong> found, out bool areNames);
        if (fault.Failed)
            return fault;
        // Arena memory does not move.
        fixed (ulong* start = found)
        {
            attributes.KprobeSymbols = areNames ? (ulong)start : 0;
            attributes.KprobeAddresses = areNames ? 0 : (ulong)start;
            attributes.KprobeCount = (uint)found.Length;
        }
        return Fault.None;
    }

    private static Fault Attach(scoped ref AttachRequest request, scoped ref LinkCreateAttributes attributes)
    {
        attributes.ProgramFd = request.Program.Fd;
        attributes.AttachType = (uint)request.Program.ExpectedAttach;
        attributes.KprobeFlags = request.Program.Attach == AttachKind.KretprobeMulti ? OnReturn : 0;
        if (request.Cookie != 0)
        {
            Fault fault = request.Arena.Allocate((int)attributes.KprobeCount, out Span<ulong> cookies);
            if (fault.Failed)
                return fault;
            cookies.Fill(request.Cookie);
            fixed (ulong* start = cookies)
                attributes.KprobeCookies = (ulong)start;
        }
        int link;
        fixed (LinkCreateAttributes* start = &attributes)
            link = BpfCall.CreateLink(start);
        if (link >= 0)
            return request.Keep(Link.Closing(link));
        if (!IsKnown(request.Program))
        {
            return AttachRequest.Missing(
                request.Program.Attach == AttachKind.KprobeSession ? KernelFeature.KprobeSession : KernelFeature.KprobeMulti, link);
        }
        return link is -NoSuchSymbol or -Errno.NoEntry or -Errno.Invalid && !NamePattern.IsPattern(request.Target)
            ? KernelFunctions.Explain(ref request, request.Target, -link) : AttachRequest.Refused(link);
    }

    // A kernel that knows such links looks for the function first; to one that doesn't, all of it is invalid.
    private static bool IsKnown(in ProgramSpec program)
    {
        fixed (byte* name = "no function has a name such as this\0"u8)
        {
            ulong single = (ulong)name;
            LinkCreateAttributes attributes = default;
            attributes.ProgramFd = program.Fd;
            attributes.AttachType = (uint)program.ExpectedAttach;
            attributes.KprobeSymbols = (ulong)&single;
            attributes.KprobeCount = 1;
            int link = BpfCall.CreateLink(&attributes);
            return link is -NoSuchSymbol or -Errno.NoEntry;
        }
    }
}
