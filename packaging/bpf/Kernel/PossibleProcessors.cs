using System;

namespace Corewright.Bpf.Kernel;

/// <summary>The processors that this machine may ever have: what per-CPU maps keep a value for.</summary>
public static class PossibleProcessors
{
    /// <summary>How many there are.</summary>
    /// <returns>A number above 0, or a negated errno where the kernel's list can't be read; EINVAL for one that makes no sense.</returns>
    public static int Count()
    {
        Span<byte> text = stackalloc byte[ProcessorList.BufferBytes];
        int length = KernelFile.Read("/sys/devices/system/cpu/possible\0"u8, text);
        // The kernel writes a value for each processor, whether there is room or not: a list that was cut off must not be believed.
        return length < 0 ? length : length == text.Length ? -Errno.TooBig : Count(text[..length]);
    }

    /// <summary>Counts the processors in a list.</summary>
    /// <param name="list">Ranges and numbers, ascending; a line end is ignored.</param>
    internal static int Count(ReadOnlySpan<byte> list)
    {
        var processors = new ProcessorList(list);
        int count = 0;
        while (processors.Next())
            count++;
        return processors.IsDamaged || count == 0 ? -Errno.Invalid : count;
    }
}
