// RFC 1951, section 3.1.1: bits are packed from each byte's lowest one on.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>A deflate stream's bits. Past the end it gives zeroes and says so.</summary>
internal ref struct InflateBits(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> _input = input;
    private uint _held;
    private int _heldBits;
    private int _next;

    /// <summary>Whether more was taken than there is.</summary>
    public bool Exhausted { get; private set; }

    /// <summary>Bytes of which at least one bit was taken.</summary>
    public readonly int Consumed => _next;

    /// <summary>The next bits as a number.</summary>
    /// <param name="count">From 0 to 13.</param>
    public int Take(int count)
    {
        while (_heldBits < count)
        {
            if (_next == _input.Length)
                Exhausted = true;
            else
                _held |= (uint)_input[_next++] << _heldBits;
            _heldBits += 8;
        }
        int bits = (int)(_held & ((1u << count) - 1));
        _held >>= count;
        _heldBits -= count;
        return bits;
    }

    /// <summary>A stored block's length, which follows at the next byte together with its complement; -1 where these disagree.</summary>
    public int StoredLength()
    {
        _held = 0;
        _heldBits = 0;
        if (_input.Length - _next < 4)
            return -1;
        int length = _input[_next] | (_input[_next + 1] << 8);
        int complement = _input[_next + 2] | (_input[_next + 3] << 8);
        _next += 4;
        return length == (complement ^ 0xffff) ? length : -1;
    }

    /// <summary>Copies whole bytes, right after <see cref="StoredLength"/>.</summary>
    public bool TryCopy(Span<byte> output)
    {
        if (output.Length > _input.Length - _next)
            return false;
        _input.Slice(_next, output.Length).CopyTo(output);
        _next += output.Length;
        return true;
    }
}
