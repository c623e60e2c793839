// Documentation/trace/kprobes.rst; what a system call's function is called: arch/<architecture>/include/asm/syscall_wrapper.h.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to kernel functions: their entries, places in them, their returns; and to system calls by name.</summary>
internal static class KprobeAttacher
{
    // KSYM_NAME_LEN is 128 or 512; a module's name may stand before it.
    private const int MaxNameBytes = 600;

    // EILSEQ and EADDRNOTAVAIL of include/uapi/asm-generic/errno.h
    private const int NotAnInstruction = 84;
    private const int NotUnique = 99;

    /// <summary>Attaches to <see cref="AttachRequest.Target"/>: <c>function</c>, <c>function+offset</c>, or a system call's name.</summary>
    /// <returns>A fault of the 804s or the 810s.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (request.Target.IsEmpty)
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        bool returns = request.Program.Attach is AttachKind.Kretprobe or AttachKind.Kretsyscall;
        bool isCall = request.Program.Attach is AttachKind.Ksyscall or AttachKind.Kretsyscall;
        if (!ProbeTarget.TryParseKernel(request.Target, out ProbeTarget target) || (target.Offset != 0 && (returns || isCall)))
            return Malformed(ref request);

        Span<byte> buffer = stackalloc byte[MaxNameBytes];
        var name = new PathText(buffer);
        if (isCall)
            name.Add(CallPrefix);
        name.Add(target.Name);
        if (!name.Fits)
            return Malformed(ref request);
        int perfEvent = ProbeDevice.OpenKernel(name.ZeroTerminated, target.Offset, returns);
        if (perfEvent == ProbeDevice.Absent)
            return AttachOldWay(ref request, name, target.Offset, returns);
        return perfEvent < 0 ? Refuse(ref request, name.Text, perfEvent) : PerfEvent.Attach(ref request, perfEvent);
    }

    /// <summary>What comes before a system call's name in the name of the function that user space reaches.</summary>
    private static ReadOnlySpan<byte> CallPrefix => Syscall.Architecture switch
    {
        MachineArchitecture.X86_64 => "__x64_sys_"u8,
        MachineArchitecture.Aarch64 => "__arm64_sys_"u8,
        _ => "sys_"u8,
    };

    private static Fault AttachOldWay(scoped ref AttachRequest request, scoped PathText name, ulong offset, bool returns)
    {
        int length = name.Text.Length;
        if (offset != 0)
        {
            name.Add("+"u8);
            name.AddDecimal(offset);
        }
        int perfEvent = ProbeEvents.Open(isUser: false, returns, name.Text, PerfEvent.Any, out uint handle);
        if (perfEvent == ProbeDevice.Absent)
            return AttachRequest.Missing(KernelFeature.Kprobe);
        return perfEvent < 0 ? Refuse(ref request, name.Text[..length], perfEvent)
            : AttachRemovable(ref request, perfEvent, LinkUndo.KernelProbeEvent, handle);
    }

    /// <summary>Lets a program run on an event of <see cref="ProbeEvents"/>, which is removed with the link.</summary>
    internal static Fault AttachRemovable(scoped ref AttachRequest request, int perfEvent, LinkUndo undo, uint handle)
    {
        Fault fault = PerfEvent.Attach(ref request, perfEvent);
        if (fault.Failed)
        {
            ProbeEvents.Remove(undo == LinkUndo.UserProbeEvent, handle);
            return fault;
        }
        ref Link link = ref request.Links[request.Links.Count - 1];
        link.Undo = undo;
        link.Handle = handle;
        return Fault.None;
    }

    private static Fault Malformed(scoped ref AttachRequest request)
    {
        request.Say("give FUNCTION or, for other places than its entry or return, FUNCTION+OFFSET"u8);
        return new Fault(FaultCode.ProbeTargetMalformed, 0, 0, FaultStage.Attach);
    }

    private static Fault Refuse(scoped ref AttachRequest request, scoped ReadOnlySpan<byte> function, int result)
    {
        if (-result is Errno.NoEntry or Errno.Invalid or NotUnique or NotAnInstruction)
            return KernelFunctions.Explain(ref request, function, -result);
        return AttachRequest.Refused(result);
    }
}
