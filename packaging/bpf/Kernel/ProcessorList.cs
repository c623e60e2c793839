// Documentation/admin-guide/cputopology.rst: lists such as `0-3,6,8-9`.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Walks over the processors of a list as the kernel writes them.</summary>
public ref struct ProcessorList
{
    /// <summary>Enough for any list of the kernel's.</summary>
    public const int BufferBytes = 4 << 10;

    private ReadOnlySpan<byte> _rest;
    private int _last;

    /// <summary>Begins with a list.</summary>
    /// <param name="text">The text; may end with a line end.</param>
    public ProcessorList(ReadOnlySpan<byte> text)
    {
        _rest = text;
        Current = 0;
        _last = -1;
    }

    /// <summary>The processor's number.</summary>
    public int Current { get; private set; }

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
        if (!TryNumber(out int first))
            return false;
        Current = first;
        _last = first;
        if (Take((byte)'-') && !TryNumber(out _last))
            return false;
        Take((byte)',');
        return _last >= Current;
    }

    private bool TryNumber(out int number)
    {
        number = 0;
        int digits = 0;
        while (digits < _rest.Length && digits < 6 && _rest[digits] is >= (byte)'0' and <= (byte)'9')
            number = (number * 10) + (_rest[digits++] - '0');
        _rest = _rest[digits..];
        return digits != 0;
    }

    private bool Take(byte letter)
    {
        bool taken = _rest.Length != 0 && _rest[0] == letter;
        if (taken)
            _rest = _rest[1..];
        return taken;
    }
}
