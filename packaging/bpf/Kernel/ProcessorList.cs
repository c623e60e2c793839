// Documentation/admin-guide/cputopology.rst and Documentation/ABI/testing/sysfs-devices-system-cpu: lists such as `0-3,6,8-9`, ascending.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Walks over the processors of a list as the kernel writes them.</summary>
public ref struct ProcessorList
{
    /// <summary>Enough for any list of the kernel's, and a byte more.</summary>
    public const int BufferBytes = 4 << 10;

    // NR_CPUS of the largest configurations, and far beyond any machine.
    private const int Most = 1 << 16;

    private ReadOnlySpan<byte> _rest;
    private int _last;

    /// <summary>Begins with a list.</summary>
    /// <param name="text">The text; may end with a line end.</param>
    public ProcessorList(ReadOnlySpan<byte> text)
    {
        _rest = text;
        Current = -1;
        _last = -1;
        IsDamaged = false;
    }

    /// <summary>The processor's number; -1 before the first one.</summary>
    public int Current { get; private set; }

    /// <summary>Whether the walk ended because the rest is no list.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Reads which processors run.</summary>
    /// <param name="buffer">At least <see cref="BufferBytes"/>.</param>
    /// <param name="processors">Those that run; without /sys the first one, which always does.</param>
    public static void Online(Span<byte> buffer, out ProcessorList processors)
    {
        int length = KernelFile.Read("/sys/devices/system/cpu/online\0"u8, buffer);
        processors = new ProcessorList(length > 0 ? buffer[..length] : "0"u8);
    }

    /// <summary>Goes to the next processor.</summary>
    /// <returns>False at the end, and where the list is no list.</returns>
    public bool Next()
    {
        if (Current < _last)
        {
            Current++;
            return true;
        }
        if (IsDamaged || AtEnd)
            return false;
        int before = _last;
        IsDamaged = !TryRange(out int first, out int last) || first <= before || last < first || !(Take((byte)',') || AtEnd);
        if (IsDamaged)
            return false;
        Current = first;
        _last = last;
        return true;
    }

    private readonly bool AtEnd => _rest.Length == 0 || _rest[0] == '\n';

    private bool TryRange(out int first, out int last)
    {
        bool isRead = TryNumber(out first);
        last = first;
        return isRead && (!Take((byte)'-') || TryNumber(out last));
    }

    private bool TryNumber(out int number)
    {
        number = 0;
        int digits = 0;
        while (digits < _rest.Length && number < Most && _rest[digits] is >= (byte)'0' and <= (byte)'9')
            number = (number * 10) + (_rest[digits++] - '0');
        _rest = _rest[digits..];
        return digits != 0 && number < Most;
    }

    private bool Take(byte letter)
    {
        bool taken = _rest.Length != 0 && _rest[0] == letter;
        if (taken)
            _rest = _rest[1..];
        return taken;
    }
}
