// BPF_LINK_CREATE with BPF_TRACE_UPROBE_MULTI (v6.6) or BPF_TRACE_UPROBE_SESSION (v6.13): many places in one file through one link.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches a program to all functions of a program or library whose names fit a pattern.</summary>
internal static unsafe class UprobeMultiAttacher
{
    private const uint OnReturn = 1; // BPF_F_UPROBE_MULTI_RETURN
    private const int BadDescriptor = 9; // EBADF

    /// <summary>Attaches to <see cref="AttachRequest.Target"/>: <c>path:function</c> with a name or a pattern for it.</summary>
    /// <returns>A fault of the 200s, the 804s or the 810s.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (request.Target.IsEmpty)
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        if (!ProbeTarget.TryParseBinary(request.Target, out ProbeTarget target) || target.Name.Length == 0)
        {
            request.Say("give PATH:FUNCTION; * and ? stand for any letters"u8);
            return new Fault(FaultCode.ProbeTargetMalformed, 0, 0, FaultStage.Attach);
        }
        Span<byte> buffer = stackalloc byte[BinarySearch.MaxPathBytes];
        var path = new PathText(buffer);
        Fault fault = BinarySearch.Open(target.Path, ref path, out BinaryFile file, out NativeElf elf);
        Span<ulong> offsets = default;
        if (!fault.Failed)
        {
            Span<byte> symbols = stackalloc byte[NativeSymbols.BufferBytes];
            fault = NativeFunctions.FindAll(elf, target.Name, symbols, ref request.Arena, out offsets);
        }
        file.Dispose();
        if (fault.Failed)
            return fault.During(FaultStage.Attach);
        foreach (ref ulong offset in offsets)
            offset += target.Offset;
        return Attach(ref request, path, offsets);
    }

    private static Fault Attach(scoped ref AttachRequest request, scoped PathText path, Span<ulong> offsets)
    {
        Span<ulong> cookies = default;
        Fault fault = request.Cookie == 0 ? Fault.None : request.Arena.Allocate(offsets.Length, out cookies);
        if (fault.Failed)
            return fault;
        cookies.Fill(request.Cookie);
        int link;
        fixed (byte* pathStart = path.ZeroTerminated)
        fixed (ulong* offsetStart = offsets, cookieStart = cookies)
        {
            LinkCreateAttributes attributes = default;
            attributes.ProgramFd = request.Program.Fd;
            attributes.AttachType = (uint)request.Program.ExpectedAttach;
            attributes.UprobePath = (ulong)pathStart;
            attributes.UprobeOffsets = (ulong)offsetStart;
            attributes.UprobeCookies = (ulong)cookieStart;
            attributes.UprobeCount = (uint)offsets.Length;
            attributes.UprobeFlags = request.Program.Attach == AttachKind.UretprobeMulti ? OnReturn : 0;
            attributes.UprobeProcessId = Math.Max(request.ProcessId, 0);
            link = BpfCall.CreateLink(&attributes);
        }
        if (link >= 0)
            return request.Keep(Link.Closing(link));
        if (!IsKnown(request.Program))
        {
            return AttachRequest.Missing(
                request.Program.Attach == AttachKind.UprobeSession ? KernelFeature.UprobeSession : KernelFeature.UprobeMulti, link);
        }
        return AttachRequest.Refused(link);
    }

    // The root folder is no file with code: a kernel that knows such links says so, to another all of it is invalid.
    private static bool IsKnown(in ProgramSpec program)
    {
        fixed (byte* path = "/\0"u8)
        {
            ulong offset = 0;
            LinkCreateAttributes attributes = default;
            attributes.ProgramFd = program.Fd;
            attributes.AttachType = (uint)program.ExpectedAttach;
            attributes.UprobePath = (ulong)path;
            attributes.UprobeOffsets = (ulong)&offset;
            attributes.UprobeCount = 1;
            return BpfCall.CreateLink(&attributes) == -BadDescriptor;
        }
    }
}
