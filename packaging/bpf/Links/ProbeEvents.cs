// Documentation/trace/kprobetrace.rst and uprobetracer.rst: a line in tracefs' kprobe_events or uprobe_events makes an event that
// perf can open like any tracepoint, and a line with '-' removes it. Unlike everything else here, such an event survives its maker.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Makes probes the way that kernels without event sources for them have.</summary>
internal static unsafe class ProbeEvents
{
    private const int LineBytes = 4200;
    private const int NameBytes = 64;
    private const int Attempts = 100;

    private static ReadOnlySpan<byte> Group => "corewright"u8;

    /// <summary>Makes a probe and opens its event.</summary>
    /// <param name="isUser">Whether it is in a program or library.</param>
    /// <param name="returns">Whether the function's return is meant.</param>
    /// <param name="place">As tracefs has it: <c>function+offset</c> or <c>path:0xoffset</c>.</param>
    /// <param name="processId">The process, or <see cref="PerfEvent.Any"/>.</param>
    /// <param name="handle">What <see cref="Remove"/> takes.</param>
    /// <returns>The event, <see cref="ProbeDevice.Absent"/> where the kernel has no probes or no tracefs is mounted, or a negated errno.</returns>
    public static int Open(bool isUser, bool returns, scoped ReadOnlySpan<byte> place, int processId, out uint handle)
    {
        Span<byte> nameBuffer = stackalloc byte[NameBytes];
        var name = new PathText(nameBuffer);
        if (!TryChooseName(ref name, out handle))
            return ProbeDevice.Absent;
        Span<byte> lineBuffer = stackalloc byte[LineBytes];
        var line = new PathText(lineBuffer);
        line.Add(returns ? "r:"u8 : "p:"u8);
        line.Add(name.Text);
        line.Add(" "u8);
        line.Add(place);
        line.Add("\n"u8);
        int result = line.Fits ? Write(isUser, line.Text) : -Errno.Invalid;
        if (result < 0)
            return result;
        result = Tracefs.FindTracepoint(name.Text);
        if (result >= 0)
        {
            PerfEventAttributes attributes = default;
            attributes.Type = PerfEventAttributes.Tracepoint;
            attributes.Config = (ulong)result;
            attributes.SamplePeriod = 1;
            result = PerfEvent.Open(ref attributes, processId, processId == PerfEvent.Any ? 0 : PerfEvent.Any);
        }
        if (result < 0)
            Remove(isUser, handle);
        return result;
    }

    /// <summary>Removes a probe whose event is closed.</summary>
    /// <param name="isUser">Whether it is in a program or library.</param>
    /// <param name="handle">From <see cref="Open"/>.</param>
    public static void Remove(bool isUser, uint handle)
    {
        Span<byte> buffer = stackalloc byte[NameBytes + 4];
        var line = new PathText(buffer);
        line.Add("-:"u8);
        AddName(ref line, handle);
        line.Add("\n"u8);
        Write(isUser, line.Text);
    }

    // The number is the clock's, so that what a killed process left behind is not met again.
    private static bool TryChooseName(ref PathText name, out uint handle)
    {
        const int Monotonic = 1;
        long* time = stackalloc long[2];
        time[0] = 0;
        time[1] = 0;
        Syscall.Invoke(SyscallNumber.ClockGettime, Monotonic, (nint)time);
        handle = unchecked((uint)((time[0] * 1_000_000_000) + time[1]));
        for (int i = 0; i < Attempts; i++, handle++)
        {
            name.Clear();
            AddName(ref name, handle);
            int found = Tracefs.FindTracepoint(name.Text);
            if (found < 0)
                return found != Tracefs.NotMounted;
        }
        return true;
    }

    private static void AddName(ref PathText text, uint handle)
    {
        text.Add(Group);
        text.Add("/p"u8);
        text.AddDecimal((ulong)Syscall.Invoke(SyscallNumber.Getpid));
        text.Add("_"u8);
        text.AddHexadecimal(handle);
    }

    private static int Write(bool isUser, scoped ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> file = isUser ? "/sys/kernel/tracing/uprobe_events\0"u8 : "/sys/kernel/tracing/kprobe_events\0"u8;
        if (KernelFile.Probe(file) == -Errno.NoEntry)
            file = isUser ? "/sys/kernel/debug/tracing/uprobe_events\0"u8 : "/sys/kernel/debug/tracing/kprobe_events\0"u8;
        return KernelFile.Probe(file) == -Errno.NoEntry ? ProbeDevice.Absent : KernelFile.Append(file, line);
    }
}
