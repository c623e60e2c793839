// Documentation/ABI/testing/sysfs-bus-event_source-devices: a perf event source has a `type` and says in `format/` which bits of
// its events' `config` mean what. kprobe and uprobe are such sources since v4.17; before, and where that is left out, probes come
// from tracefs (ProbeEvents).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Opens perf events for probes.</summary>
internal static unsafe class ProbeDevice
{
    private const int ReferenceCounterShift = 32;

    /// <summary>What is returned where the kernel has no such event source; no errno of the kernel's.</summary>
    public const int Absent = -4096;

    /// <summary>Opens an event for a kernel function.</summary>
    /// <param name="function">Its name; ends with a zero byte.</param>
    /// <param name="offset">Bytes from its start.</param>
    /// <param name="returns">Whether its return is meant.</param>
    /// <returns>The event, <see cref="Absent"/>, or a negated errno.</returns>
    public static int OpenKernel(ReadOnlySpan<byte> function, ulong offset, bool returns)
    {
        PerfEventAttributes attributes = default;
        if (!TryDescribe("kprobe"u8, returns, ref attributes))
            return Absent;
        attributes.Config2 = offset;
        fixed (byte* name = function)
        {
            attributes.Config1 = (ulong)name;
            return PerfEvent.Open(ref attributes, PerfEvent.Any, processor: 0);
        }
    }

    /// <summary>Opens an event for a place in a program or library.</summary>
    /// <param name="path">The file; ends with a zero byte.</param>
    /// <param name="offset">Bytes from the file's start.</param>
    /// <param name="referenceCounter">Where in the file the kernel is to count who listens; 0 for nowhere.</param>
    /// <param name="returns">Whether the function's return is meant.</param>
    /// <param name="processId">The process, or <see cref="PerfEvent.Any"/>.</param>
    /// <returns>The event, <see cref="Absent"/>, or a negated errno.</returns>
    public static int OpenUser(ReadOnlySpan<byte> path, ulong offset, ulong referenceCounter, bool returns, int processId)
    {
        if (referenceCounter > uint.MaxValue)
            return -Errno.Invalid;
        PerfEventAttributes attributes = default;
        if (!TryDescribe("uprobe"u8, returns, ref attributes))
            return Absent;
        attributes.Config |= referenceCounter << ReferenceCounterShift;
        attributes.Config2 = offset;
        fixed (byte* name = path)
        {
            attributes.Config1 = (ulong)name;
            return PerfEvent.Open(ref attributes, processId, processId == PerfEvent.Any ? 0 : PerfEvent.Any);
        }
    }

    private static bool TryDescribe(ReadOnlySpan<byte> device, bool returns, ref PerfEventAttributes attributes)
    {
        Span<byte> text = stackalloc byte[32];
        int type = Tracefs.ParseId(Read(device, "/type\0"u8, text));
        if (type < 0)
            return false;
        attributes.Type = (uint)type;
        // "config:0"
        ReadOnlySpan<byte> format = returns ? Read(device, "/format/retprobe\0"u8, text) : default;
        int bit = format.Length > 7 ? Tracefs.ParseId(format[7..]) : -1;
        if (returns && bit is < 0 or > 31)
            return false;
        attributes.Config = returns ? 1ul << bit : 0;
        return true;
    }

    private static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> device, ReadOnlySpan<byte> file, Span<byte> text)
    {
        ReadOnlySpan<byte> devices = "/sys/bus/event_source/devices/"u8;
        Span<byte> path = stackalloc byte[64];
        devices.CopyTo(path);
        device.CopyTo(path[devices.Length..]);
        file.CopyTo(path[(devices.Length + device.Length)..]);
        return text[..Math.Max(KernelFile.Read(path, text), 0)];
    }
}
