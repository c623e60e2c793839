using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Programs;

/// <summary>Programs that may sleep (sections that end with <c>.s</c>): which kinds may, grew from version to version.</summary>
public static class SleepableProgram
{
    // BPF_F_SLEEPABLE
    private const uint Flag = 1 << 4;

    /// <summary>Whether a program is loaded as one that may sleep.</summary>
    /// <param name="program">The program.</param>
    public static bool Is(in ProgramSpec program) => (program.LoadFlags & Flag) != 0;

    /// <summary>Which feature a kernel lacks whose verifier says that programs of this kind can't sleep.</summary>
    /// <param name="program">A program that was refused with EINVAL.</param>
    /// <param name="log">The verifier's log.</param>
    /// <returns><see cref="KernelFeature.None"/> where the reason is another.</returns>
    public static KernelFeature Missing(in ProgramSpec program, ReadOnlySpan<byte> log)
    {
        if (!Is(program) || !SaysWhichMay(log))
            return KernelFeature.None;
        return program.Attach switch
        {
            AttachKind.Tracepoint or AttachKind.RawTracepoint => KernelFeature.SleepableTracepoint,
            AttachKind.Iterator => KernelFeature.SleepableIterator,
            AttachKind.Uprobe or AttachKind.Uretprobe or AttachKind.Usdt or AttachKind.UprobeMulti or AttachKind.UretprobeMulti
                or AttachKind.UprobeSession => KernelFeature.SleepableProbe,
            _ => KernelFeature.None,
        };
    }

    // "Only fentry/fexit/fmod_ret and lsm programs can be sleepable", with more kinds in newer kernels.
    private static bool SaysWhichMay(ReadOnlySpan<byte> log)
    {
        ReadOnlySpan<byte> end = "programs can be sleepable"u8;
        VerifierLog.Cursor reasons = VerifierLog.Read(log).Reasons;
        while (reasons.Next(out ReadOnlySpan<byte> reason))
        {
            if (reason.Length >= end.Length && reason[^end.Length..].SequenceEqual(end))
                return true;
        }
        return false;
    }
}
