// Documentation/trace/ftrace.rst: available_filter_functions lists what can be traced, one `function` or `function [module]` a line;
// available_filter_functions_addrs (v6.5) has the address in front.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Links;

/// <summary>Finds kernel functions that can be traced by a pattern for their names.</summary>
internal static unsafe class TraceableFunctions
{
    private const int BufferBytes = 16 << 10;

    // What an arena keeps for the rest of the run.
    private const int Reserve = 1 << 20;

    /// <summary>Finds the functions.</summary>
    /// <param name="pattern">See <see cref="NamePattern"/>.</param>
    /// <param name="arena">Keeps the result.</param>
    /// <param name="found">Addresses, in order, each once; or pointers to names, in the order of the names, each once.</param>
    /// <param name="areNames">Whether it is pointers to names: on kernels that don't tell the addresses of what can be traced.</param>
    /// <returns><see cref="FaultCode.TracefsNotMounted"/>, <see cref="FaultCode.PatternWithoutMatch"/>,
    /// <see cref="FaultCode.AttachRefused"/> or one of the 100s.</returns>
    public static Fault Find(scoped ReadOnlySpan<byte> pattern, scoped ref Arena arena, out Span<ulong> found, out bool areNames)
    {
        found = default;
        areNames = false;
        Fault fault = arena.Allocate(BufferBytes, out Span<byte> buffer);
        if (fault.Failed)
            return fault;
        int opened = Open(
            "/sys/kernel/tracing/available_filter_functions_addrs\0"u8,
            "/sys/kernel/debug/tracing/available_filter_functions_addrs\0"u8, buffer, out LineReader lines);
        if (opened == -Errno.NoEntry)
        {
            areNames = true;
            opened = Open(
                "/sys/kernel/tracing/available_filter_functions\0"u8,
                "/sys/kernel/debug/tracing/available_filter_functions\0"u8, buffer, out lines);
        }
        if (opened < 0)
            return opened == -Errno.NoEntry ? new Fault(FaultCode.TracefsNotMounted) : AttachRequest.Refused(opened);
        fault = areNames
            ? Names(ref lines, pattern, ref arena, out found) : Addresses(ref lines, pattern, ref arena, out found);
        lines.Dispose();
        if (!fault.Failed && lines.Errno != 0)
            fault = AttachRequest.Refused(-lines.Errno);
        return !fault.Failed && found.IsEmpty ? new Fault(FaultCode.PatternWithoutMatch) : fault;
    }

    /// <summary>Collects the addresses of fitting functions from lines <c>address function [module]</c>.</summary>
    internal static Fault Addresses(
        scoped ref LineReader lines, scoped ReadOnlySpan<byte> pattern, scoped ref Arena arena, out Span<ulong> found)
    {
        Fault fault = arena.Allocate(Math.Max(arena.Free - Reserve, 0) / sizeof(ulong), out found);
        int count = 0;
        while (!fault.Failed && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            int space = line.IndexOf((byte)' ');
            if (space <= 0 || !ProbeTarget.TryParseHexadecimal(line[..space], out ulong address) || !Fits(pattern, line[(space + 1)..], out _))
                continue;
            if (count == found.Length)
                return new Fault(FaultCode.ArenaFull, count * sizeof(ulong));
            found[count++] = address;
        }
        Sorting.Sort(found[..count]);
        found = arena.Shrink(found, Sorting.RemoveDuplicates(found[..count]));
        return fault;
    }

    /// <summary>Collects the names of fitting functions from lines <c>function [module]</c>; the kernel wants each name once.</summary>
    internal static Fault Names(scoped ref LineReader lines, scoped ReadOnlySpan<byte> pattern, scoped ref Arena arena, out Span<ulong> found)
    {
        found = default;
        // The names first, each with its zero byte, then the list of where they begin.
        Fault fault = arena.Allocate(Math.Max(arena.Free - Reserve, 0) / 2, out Span<byte> names);
        int length = 0, count = 0;
        while (!fault.Failed && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!Fits(pattern, line, out ReadOnlySpan<byte> name))
                continue;
            if (names.Length - length <= name.Length)
                return new Fault(FaultCode.ArenaFull, length);
            name.CopyTo(names[length..]);
            names[length + name.Length] = 0;
            length += name.Length + 1;
            count++;
        }
        if (fault.Failed)
            return fault;
        names = arena.Shrink(names, length);
        fault = arena.Allocate(count, out found);
        if (fault.Failed)
            return fault;
        fixed (byte* first = names)
        {
            byte* next = first;
            for (int i = 0; i < count; i++, next += ZeroTerminated.Length(next) + 1)
                found[i] = (ulong)next;
        }
        found = arena.Shrink(found, NameOrder.SortDistinct(found));
        return Fault.None;
    }

    // Functions that were dropped when the kernel was linked have left names of this kind behind.
    private static bool Fits(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name)
    {
        int space = line.IndexOf((byte)' ');
        name = space < 0 ? line : line[..space];
        ReadOnlySpan<byte> dropped = "__ftrace_invalid_address__"u8;
        bool isDropped = name.Length >= dropped.Length && name[..dropped.Length].SequenceEqual(dropped);
        return name.Length != 0 && !isDropped && NamePattern.Matches(pattern, name);
    }

    private static int Open(ReadOnlySpan<byte> path, ReadOnlySpan<byte> olderPath, Span<byte> buffer, out LineReader lines)
    {
        int opened = LineReader.Open(path, buffer, out lines);
        return opened == -Errno.NoEntry ? LineReader.Open(olderPath, buffer, out lines) : opened;
    }
}
