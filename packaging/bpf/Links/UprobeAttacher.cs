// Documentation/trace/uprobetracer.rst; the event source `uprobe` (v4.17), its reference counters v4.20.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to functions of programs and libraries: their entries, places in them, their returns.</summary>
internal static class UprobeAttacher
{
    /// <summary>
    /// Attaches to <see cref="AttachRequest.Target"/>: <c>path:function</c>, <c>path:function+offset</c>, or <c>path:offset</c> in the
    /// file. A path without a slash is looked for.
    /// </summary>
    /// <returns>A fault of the 200s, the 804s or the 810s.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (request.Target.IsEmpty)
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        bool returns = request.Program.Attach == AttachKind.Uretprobe;
        if (!ProbeTarget.TryParseBinary(request.Target, out ProbeTarget target)
            || (returns && target.Offset != 0 && target.Name.Length != 0))
        {
            request.Say("give PATH:FUNCTION, PATH:FUNCTION+OFFSET for other places than its entry or return, or PATH:OFFSET in the file"u8);
            return new Fault(FaultCode.ProbeTargetMalformed, 0, 0, FaultStage.Attach);
        }
        Span<byte> buffer = stackalloc byte[BinarySearch.MaxPathBytes];
        var path = new PathText(buffer);
        Fault fault = BinarySearch.Open(target.Path, ref path, out BinaryFile file, out NativeElf elf);
        ulong offset = target.Offset;
        if (!fault.Failed && target.Name.Length != 0)
            fault = Find(ref request, elf, target, out offset);
        file.Dispose();
        return fault.Failed ? fault.During(FaultStage.Attach) : Attach(ref request, path, offset, 0, returns);
    }

    /// <summary>Attaches to a place in a file.</summary>
    /// <param name="request">Which program.</param>
    /// <param name="path">The file.</param>
    /// <param name="offset">Bytes from its start.</param>
    /// <param name="referenceCounter">Where in the file the kernel is to count who listens; 0 for nowhere.</param>
    /// <param name="returns">Whether the function's return is meant.</param>
    internal static Fault Attach(scoped ref AttachRequest request, scoped PathText path, ulong offset, ulong referenceCounter, bool returns)
    {
        int process = request.ProcessId < 0 ? PerfEvent.Any : request.ProcessId;
        int perfEvent = ProbeDevice.OpenUser(path.ZeroTerminated, offset, referenceCounter, returns, process);
        if (perfEvent >= 0)
            return PerfEvent.Attach(ref request, perfEvent);
        if (perfEvent != ProbeDevice.Absent)
            return Refused(ref request, perfEvent);

        Span<byte> buffer = stackalloc byte[BinarySearch.MaxPathBytes + 64];
        var place = new PathText(buffer);
        place.Add(path.Text);
        place.Add(":0x"u8);
        place.AddHexadecimal(offset);
        if (referenceCounter != 0)
        {
            place.Add("(0x"u8);
            place.AddHexadecimal(referenceCounter);
            place.Add(")"u8);
        }
        uint handle = 0;
        perfEvent = place.Fits ? ProbeEvents.Open(isUser: true, returns, place.Text, process, out handle) : -Errno.Invalid;
        if (perfEvent == ProbeDevice.Absent)
            return AttachRequest.Missing(KernelFeature.Uprobe);
        return perfEvent < 0 ? Refused(ref request, perfEvent)
            : KprobeAttacher.AttachRemovable(ref request, perfEvent, LinkUndo.UserProbeEvent, handle);
    }

    private static Fault Find(scoped ref AttachRequest request, scoped NativeElf elf, scoped ProbeTarget target, out ulong offset)
    {
        Span<byte> buffer = stackalloc byte[NativeSymbols.BufferBytes];
        Span<byte> best = stackalloc byte[NearestName.MaxBytes];
        var nearest = new NearestName(target.Name, best);
        Fault fault = NativeFunctions.Find(elf, target.Name, buffer, ref nearest, out offset);
        if (fault.Code == FaultCode.BinarySymbolMissing)
        {
            request.Say(target.Name);
            request.Say(" is in no symbol table of "u8);
            request.Say(target.Path);
            request.Say(nearest.Best.Length == 0 ? "; if it is stripped, give PATH:OFFSET"u8 : "; did you mean "u8);
            request.Say(nearest.Best);
        }
        offset += fault.Failed ? 0 : target.Offset;
        return fault;
    }

    private static Fault Refused(scoped ref AttachRequest request, int result)
    {
        if (result is -Errno.Invalid or -Errno.NotSupported)
            request.Say("the file may be on a file system without uprobes, or the place no start of an instruction"u8);
        return AttachRequest.Refused(result);
    }
}
