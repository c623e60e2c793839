// enum perf_hw_id and enum perf_sw_ids of include/uapi/linux/perf_event.h, by the names that perf-list(1) gives them.

using System;

namespace Corewright.Bpf.Links;

/// <summary>
/// Which event to sample: a name, then <c>@HERTZ</c> for so many samples a second on each processor, or <c>/COUNT</c> for one
/// in so many events. Clocks and the processors' counters are sampled 99 times a second where nothing is said (an odd number, so
/// as not to keep step with what else happens every hundredth of a second), and every one of the kernel's own events.
/// </summary>
internal static class PerfEventName
{
    private const uint Hardware = 0;
    private const ulong DefaultHertz = 99;

    private static ReadOnlySpan<byte> SoftwareNames =>
        "cpu-clock,task-clock,page-faults,context-switches,cpu-migrations,minor-faults,major-faults,alignment-faults,emulation-faults"u8;

    private static ReadOnlySpan<byte> HardwareNames =>
        "cycles,instructions,cache-references,cache-misses,branches,branch-misses,bus-cycles,stalled-cycles-frontend,stalled-cycles-backend,ref-cycles"u8;

    /// <summary>Reads a name.</summary>
    /// <param name="text">Empty for <c>cpu-clock</c>.</param>
    /// <param name="attributes">What to open.</param>
    /// <returns>False for an event that isn't known, and for a rate of 0.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out PerfEventAttributes attributes)
    {
        attributes = default;
        int at = text.IndexOf((byte)'@'), slash = text.IndexOf((byte)'/');
        int end = Math.Max(at, slash);
        ReadOnlySpan<byte> name = end < 0 ? text : text[..end];
        int number = name.IsEmpty && end < 0 ? 0 : Find(SoftwareNames, name);
        attributes.Type = PerfEventAttributes.Software;
        if (number < 0)
        {
            number = Find(HardwareNames, name);
            attributes.Type = Hardware;
        }
        attributes.Config = (ulong)number;
        bool isRate = end < 0 ? attributes.Type == Hardware || number < 2 : at >= 0;
        attributes.Flags = isRate ? PerfEventAttributes.IsFrequency : 0;
        attributes.SamplePeriod = isRate ? DefaultHertz : 1;
        if (end >= 0 && !ProbeTarget.TryParseNumber(text[(end + 1)..], out attributes.SamplePeriod))
            return false;
        return number >= 0 && attributes.SamplePeriod != 0;
    }

    /// <summary>Whether it is the processors' cycles.</summary>
    public static bool IsCycles(in PerfEventAttributes attributes) => attributes.Type == Hardware && attributes.Config == 0;

    private static int Find(ReadOnlySpan<byte> names, ReadOnlySpan<byte> name)
    {
        for (int number = 0; ; number++)
        {
            int length = names.IndexOf((byte)',');
            if (name.SequenceEqual(length < 0 ? names : names[..length]))
                return number;
            if (length < 0)
                return -1;
            names = names[(length + 1)..];
        }
    }
}
