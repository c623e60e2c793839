// Documentation/trace/events.rst: every event has a folder events/<category>/<name> whose file `id` holds a decimal number.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Finds tracepoints by name.</summary>
public static class Tracefs
{
    /// <summary>Longest path to an event's id that is accepted.</summary>
    public const int MaxPathBytes = 256;

    /// <summary>What <see cref="FindTracepoint"/> returns where no tracefs is mounted; no errno of the kernel's.</summary>
    public const int NotMounted = -4096;

    // Where kernels mount it: on its own since v4.1, and before that, and still on many systems, below debugfs.
    private static ReadOnlySpan<byte> Own => "/sys/kernel/tracing/events"u8;

    private static ReadOnlySpan<byte> BelowDebugfs => "/sys/kernel/debug/tracing/events"u8;

    /// <summary>Finds the number by which <c>perf_event_open</c> knows a tracepoint.</summary>
    /// <param name="tracepoint">Category and name, such as <c>sched/sched_process_exec</c>.</param>
    /// <returns>
    /// The number; <see cref="NotMounted"/>; or a negated errno: ENOENT where the kernel has no such tracepoint, EACCES or EPERM
    /// without the privilege, EINVAL where the file holds no number.
    /// </returns>
    public static int FindTracepoint(ReadOnlySpan<byte> tracepoint)
    {
        int id = ReadId(Own, tracepoint);
        return id == NotMounted ? ReadId(BelowDebugfs, tracepoint) : id;
    }

    /// <summary>Reads a number as tracefs writes it: decimal digits and a line end.</summary>
    /// <param name="text">The file.</param>
    /// <returns>The number, or -EINVAL.</returns>
    internal static int ParseId(ReadOnlySpan<byte> text)
    {
        int value = 0;
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            if (value > 100_000_000)
                return -Errno.Invalid;
            value = (value * 10) + (text[digits] - '0');
            digits++;
        }
        return digits == 0 || (digits < text.Length && text[digits] != '\n') ? -Errno.Invalid : value;
    }

    private static int ReadId(ReadOnlySpan<byte> events, ReadOnlySpan<byte> tracepoint)
    {
        Span<byte> path = stackalloc byte[MaxPathBytes];
        int length = Join(path, events, tracepoint);
        if (length < 0)
            return length;
        Span<byte> text = stackalloc byte[16];
        int read = KernelFile.Read(path[..length], text);
        if (read >= 0)
            return ParseId(text[..read]);
        path[events.Length] = 0;
        return read == -Errno.NoEntry && KernelFile.Probe(path[..(events.Length + 1)]) == -Errno.NoEntry ? NotMounted : read;
    }

    private static int Join(Span<byte> path, ReadOnlySpan<byte> events, ReadOnlySpan<byte> tracepoint)
    {
        ReadOnlySpan<byte> file = "/id\0"u8;
        int length = events.Length + 1 + tracepoint.Length + file.Length;
        if (length > path.Length)
            return -Errno.Invalid;
        events.CopyTo(path);
        path[events.Length] = (byte)'/';
        tracepoint.CopyTo(path[(events.Length + 1)..]);
        file.CopyTo(path[(events.Length + 1 + tracepoint.Length)..]);
        return length;
    }
}
