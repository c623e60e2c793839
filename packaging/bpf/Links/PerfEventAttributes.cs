// struct perf_event_attr of include/uapi/linux/perf_event.h, up to PERF_ATTR_SIZE_VER5, which kernels know since v4.1. Kernels take a
// shorter one than theirs, and a longer one whose unknown end is zero.

using System.Runtime.InteropServices;

namespace Corewright.Bpf.Links;

/// <summary>What <c>perf_event_open</c> takes. Pointers are 64 bits wide in it on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 112)]
internal struct PerfEventAttributes
{
    /// <summary>PERF_TYPE_SOFTWARE.</summary>
    public const uint Software = 1;

    /// <summary>PERF_TYPE_TRACEPOINT.</summary>
    public const uint Tracepoint = 2;

    /// <summary>The flag that makes <see cref="SamplePeriod"/> a frequency in hertz.</summary>
    public const ulong IsFrequency = 1 << 10;

    [FieldOffset(0)] public uint Type;
    [FieldOffset(4)] public uint Size;
    [FieldOffset(8)] public ulong Config;
    [FieldOffset(16)] public ulong SamplePeriod;
    [FieldOffset(24)] public ulong SampleType;
    [FieldOffset(40)] public ulong Flags;
    [FieldOffset(48)] public uint WakeupEvents;

    /// <summary>bp_addr, config1: of a kprobe its function's name, of a uprobe its file's path.</summary>
    [FieldOffset(56)] public ulong Config1;

    /// <summary>bp_len, config2: a probe's offset.</summary>
    [FieldOffset(64)] public ulong Config2;
}
