// /sys/devices/system/cpu/possible: Documentation/ABI/testing/sysfs-devices-system-cpu; a list such as "0-3,8" (cpulist_parse).

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>The processors that this machine may ever have: what per-CPU maps keep a value for.</summary>
public static class PossibleProcessors
{
    // NR_CPUS of the largest configurations, and far beyond any machine.
    private const int Most = 1 << 16;
    private const int BufferBytes = 1024;

    /// <summary>How many there are.</summary>
    /// <returns>A number above 0, or a negated errno where the kernel's list can't be read; EINVAL for one that makes no sense.</returns>
    public static int Count()
    {
        Span<byte> text = stackalloc byte[BufferBytes];
        int length = KernelFile.Read("/sys/devices/system/cpu/possible\0"u8, text);
        return length < 0 ? length : Count(text[..length]);
    }

    /// <summary>Counts the processors in a list.</summary>
    /// <param name="list">Ranges and numbers, ascending; a line end is ignored.</param>
    internal static int Count(ReadOnlySpan<byte> list)
    {
        int count = 0, next = 0;
        for (int at = 0; at < list.Length && list[at] != '\n';)
        {
            int first = Number(list, ref at), last = first;
            if (at < list.Length && list[at] == '-')
            {
                at++;
                last = Number(list, ref at);
            }
            if (first < next || last < first || last >= Most)
                return -Errno.Invalid;
            count += last - first + 1;
            next = last + 1;
            if (at < list.Length && list[at] == ',')
                at++;
            else if (at < list.Length && list[at] != '\n')
                return -Errno.Invalid;
        }
        return count == 0 ? -Errno.Invalid : count;
    }

    private static int Number(ReadOnlySpan<byte> text, ref int at)
    {
        int start = at, number = 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && number < Most; at++)
            number = (number * 10) + text[at] - '0';
        return at == start ? -1 : number;
    }
}
