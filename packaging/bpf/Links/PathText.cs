using System;

namespace Corewright.Bpf.Links;

/// <summary>Puts a text for the kernel together in a buffer, piece by piece. What doesn't fit is remembered as a failure.</summary>
internal ref struct PathText
{
    private readonly Span<byte> _buffer;
    private int _length;
    private bool _overflows;

    public PathText(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Whether all of it found room, with a zero byte behind it.</summary>
    public readonly bool Fits => !_overflows && _length < _buffer.Length;

    /// <summary>The text.</summary>
    public readonly ReadOnlySpan<byte> Text => _buffer[.._length];

    /// <summary>The text and a zero byte, as system calls take it.</summary>
    public readonly ReadOnlySpan<byte> ZeroTerminated
    {
        get
        {
            _buffer[_length] = 0;
            return _buffer[..(_length + 1)];
        }
    }

    public void Clear()
    {
        _length = 0;
        _overflows = false;
    }

    public void Add(scoped ReadOnlySpan<byte> piece)
    {
        _overflows |= piece.Length > _buffer.Length - _length;
        if (_overflows)
            return;
        piece.CopyTo(_buffer[_length..]);
        _length += piece.Length;
    }

    public void AddDecimal(ulong value)
    {
        Span<byte> digits = stackalloc byte[20];
        int first = digits.Length;
        do
            digits[--first] = (byte)('0' + (value % 10));
        while ((value /= 10) != 0);
        Add(digits[first..]);
    }

    public void AddHexadecimal(ulong value)
    {
        Span<byte> digits = stackalloc byte[16];
        int first = digits.Length;
        do
            digits[--first] = "0123456789abcdef"u8[(int)(value & 15)];
        while ((value >>= 4) != 0);
        Add(digits[first..]);
    }
}
