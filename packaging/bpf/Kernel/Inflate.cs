// RFC 1951, the deflate format: blocks that are stored, or coded with fixed or own Huffman codes.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Unpacks deflated data that is wholly in memory. Never writes past the output, reads past the input or loops for ever.</summary>
public ref struct Inflate
{
    /// <summary>What <see cref="Unpack"/> returns for data that is no deflate stream, or is cut off.</summary>
    public const int Damaged = -1;

    /// <summary>What <see cref="Unpack"/> returns where the output is too short.</summary>
    public const int TooLong = -2;

    private const int LengthCodes = 288;
    private const int DistanceCodes = 32;
    private const int EndOfBlock = 256;

    private readonly ReadOnlySpan<ushort> _lengthBase;
    private readonly ReadOnlySpan<ushort> _distanceBase;
    private InflateBits _bits;
    private readonly Span<byte> _output;
    private int _written;

    private Inflate(ReadOnlySpan<byte> input, Span<byte> output)
    {
        _bits = new InflateBits(input);
        _output = output;
        _lengthBase = LengthBase;
        _distanceBase = DistanceBase;
    }

    // Table of section 3.2.5: where each length and distance code starts, and how many more bits it has.
    private static ReadOnlySpan<ushort> LengthBase =>
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ];

    private static ReadOnlySpan<byte> LengthBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
        12289, 16385, 24577,
    ];

    private static ReadOnlySpan<byte> DistanceBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    // The order in which the lengths of the code for code lengths are written (section 3.2.7).
    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Unpacks.</summary>
    /// <param name="input">A whole deflate stream; what follows its end is not looked at.</param>
    /// <param name="output">Where to.</param>
    /// <param name="consumed">How many bytes of the input the stream has.</param>
    /// <returns>How many bytes were written; <see cref="Damaged"/> or <see cref="TooLong"/>.</returns>
    public static int Unpack(ReadOnlySpan<byte> input, Span<byte> output, out int consumed)
    {
        var inflate = new Inflate(input, output);
        int result = 0;
        bool last = false;
        while (!last && result == 0)
        {
            last = inflate._bits.Take(1) != 0;
            result = inflate._bits.Take(2) switch
            {
                0 => inflate.Stored(),
                1 => inflate.FixedCodes(),
                2 => inflate.OwnCodes(),
                _ => Damaged,
            };
        }
        consumed = inflate._bits.Consumed;
        return result < 0 ? result : inflate._written;
    }

    private int Stored()
    {
        int length = _bits.StoredLength();
        if (length < 0)
            return Damaged;
        if (length > _output.Length - _written)
            return TooLong;
        if (!_bits.TryCopy(_output.Slice(_written, length)))
            return Damaged;
        _written += length;
        return 0;
    }

    private int FixedCodes()
    {
        Span<byte> lengths = stackalloc byte[LengthCodes];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        Span<byte> distances = stackalloc byte[DistanceCodes];
        distances.Fill(5);
        return Block(lengths, distances);
    }

    private int OwnCodes()
    {
        int lengthCount = _bits.Take(5) + 257, distanceCount = _bits.Take(5) + 1, orderCount = _bits.Take(4) + 4;
        Span<byte> order = stackalloc byte[LengthOrder.Length];
        order.Clear();
        for (int i = 0; i < orderCount; i++)
            order[LengthOrder[i]] = (byte)_bits.Take(3);
        Span<ushort> orderTable = stackalloc ushort[InflateCode.TableWords(LengthOrder.Length)];
        if (lengthCount > 286 || distanceCount > 30 || !InflateCode.TryMake(order, orderTable, out InflateCode code))
            return Damaged;

        Span<byte> lengths = stackalloc byte[LengthCodes + DistanceCodes];
        lengths.Clear();
        for (int at = 0; at < lengthCount + distanceCount;)
        {
            int symbol = Symbol(code);
            if (symbol is < 0 or > 18)
                return Damaged;
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && at == 0)
                return Damaged;
            byte repeated = symbol == 16 ? lengths[at - 1] : (byte)0;
            int count = symbol switch { 16 => 3 + _bits.Take(2), 17 => 3 + _bits.Take(3), _ => 11 + _bits.Take(7) };
            if (count > lengthCount + distanceCount - at)
                return Damaged;
            lengths.Slice(at, count).Fill(repeated);
            at += count;
        }
        return _bits.Exhausted || lengths[EndOfBlock] == 0
            ? Damaged
            : Block(lengths[..lengthCount], lengths.Slice(lengthCount, distanceCount));
    }

    private int Block(scoped ReadOnlySpan<byte> lengths, scoped ReadOnlySpan<byte> distances)
    {
        Span<ushort> lengthTable = stackalloc ushort[InflateCode.TableWords(LengthCodes)];
        Span<ushort> distanceTable = stackalloc ushort[InflateCode.TableWords(DistanceCodes)];
        if (!InflateCode.TryMake(lengths, lengthTable, out InflateCode length)
            || !InflateCode.TryMake(distances, distanceTable, out InflateCode distance))
        {
            return Damaged;
        }
        while (true)
        {
            int symbol = Symbol(length);
            if (symbol < 0 || _bits.Exhausted)
                return Damaged;
            if (symbol == EndOfBlock)
                return 0;
            if (symbol > EndOfBlock)
            {
                int result = Repeat(symbol - EndOfBlock - 1, distance);
                if (result < 0)
                    return result;
                continue;
            }
            if (_written == _output.Length)
                return TooLong;
            _output[_written++] = (byte)symbol;
        }
    }

    // The next symbol; -1 where the bits are no code.
    private int Symbol(scoped InflateCode code)
    {
        InflateCode.Walk walk = default;
        int symbol = -1;
        while (symbol < 0 && walk.Length < InflateCode.MaxBits)
            symbol = code.Next(_bits.Take(1), ref walk);
        return symbol;
    }

    private int Repeat(int lengthCode, scoped InflateCode distanceCode)
    {
        if (lengthCode >= _lengthBase.Length)
            return Damaged;
        int length = _lengthBase[lengthCode] + _bits.Take(LengthBits[lengthCode]);
        int code = Symbol(distanceCode);
        if (code < 0 || code >= _distanceBase.Length)
            return Damaged;
        int distance = _distanceBase[code] + _bits.Take(DistanceBits[code]);
        if (distance > _written || _bits.Exhausted)
            return Damaged;
        if (length > _output.Length - _written)
            return TooLong;
        // Byte by byte: what is repeated may reach into what is being written.
        for (int i = 0; i < length; i++, _written++)
            _output[_written] = _output[_written - distance];
        return 0;
    }
}
