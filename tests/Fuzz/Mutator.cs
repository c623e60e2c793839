using System;
using System.Buffers.Binary;
using System.Text;

namespace Corewright.Tests.Fuzz;

/// <summary>Changes a real input in a few places, most of them places that mean something.</summary>
internal sealed class Mutator
{
    /// <summary>No input grows beyond this, in bytes.</summary>
    public const int MaximumBytes = 256 << 10;

    private static readonly ulong[] s_numbers =
    [
        0, 1, 2, 3, 4, 7, 8, 12, 15, 16, 24, 31, 32, 63, 64, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, 0xfffffe,
        0x7ffffff8, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, 0x100000000, 0x7fffffffffffffff, 0x8000000000000000,
        0xfffffffffffffff8, 0xffffffffffffffff, 0x04000001, 0x8400ffff, 0x0f000001, 0x13000003, 0x0d00ffff, 0x05000002,
    ];

    private static readonly byte[][] s_words =
    [
        .. Array.ConvertAll(
            ["", "0", "-0", "-1", "1", "00000000000", "77777777777", "255", "65536", "2147483647", "2147483648", "4294967295",
             "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
             "18446744073709551615", "18446744073709551616", "99999999999999999999", "1e999", "0x10", "1.5", "٣", "NaN",
             ".", "..", "../..", "/", "//", ":", "=", ",", ";", " ", "\t", "\n", "\n\n", "\r\n", "\0", "\\", "\\u0000", "\"",
             "'", "`", "~", "#", "&a", "*a", "!t", "---", "...", "- ", "? ", "[", "]", "{", "}", "(", ")", "<", ">", "|", "%",
             "null", "true", "false", "[[[[[[[[[[[[[[[[", "{\"a\":", "é", "\uFEFF", "libbpf: ", "end\n",],
            Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0x80, 0, 0, 0, 0, 0, 0, 1], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ];

    private readonly byte[] _buffer = new byte[MaximumBytes];
    private readonly byte[] _aside = new byte[MaximumBytes];
    private int _length;

    /// <summary>Makes an input.</summary>
    /// <returns>Valid until the next call.</returns>
    public Span<byte> Make(FuzzSeed seed, FuzzRandom random)
    {
        seed.Bytes.CopyTo(_buffer, 0);
        _length = seed.Bytes.Length;
        // Mostly one or two changes: more of them and nothing gets past the first check.
        for (int changes = 1 + BitsSet(random); changes > 0; changes--)
            Change(seed, random);
        return _buffer.AsSpan(0, _length);
    }

    private static int BitsSet(FuzzRandom random) => System.Numerics.BitOperations.TrailingZeroCount(random.Bits() | 64);

    private void Change(FuzzSeed seed, FuzzRandom random)
    {
        int kind = random.Below(16);
        if (kind < 7 && seed.Numbers.Count > 0)
            ChangeNumber(seed.Numbers[random.Below(seed.Numbers.Count)], seed, random);
        else if (kind < 7 && seed.Words.Count > 0)
            Replace(seed.Words[random.Below(seed.Words.Count)], Word(seed, random));
        else if (kind < 10 && seed.Records.Count > 0)
            ChangeRecord(seed.Records[random.Below(seed.Records.Count)], seed, random);
        else
            ChangeBytes(random);
    }

    private void ChangeNumber(FuzzPiece at, FuzzSeed seed, FuzzRandom random)
    {
        if (at.Start + at.Length > _length)
            return;
        Span<byte> bytes = _buffer.AsSpan(at.Start, at.Length);
        ulong was = Read(bytes);
        ulong value = random.Below(8) switch
        {
            0 => was + 1,
            1 => was - 1,
            2 => was ^ (1ul << random.Below(at.Length * 8)),
            3 => was * 2,
            4 => (ulong)(_length + random.Below(17) - 8),
            5 => Read(seed.Bytes.AsSpan(seed.Numbers[random.Below(seed.Numbers.Count)] is { Length: > 0 } other
                ? new Range(other.Start, other.Start + other.Length) : default)),
            6 => (ulong)random.Below(256),
            _ => random.Of<ulong>(s_numbers),
        };
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(value >> (8 * i));
    }

    private void ChangeRecord(FuzzPiece record, FuzzSeed seed, FuzzRandom random)
    {
        FuzzPiece other = seed.Records[random.Below(seed.Records.Count)];
        ReadOnlySpan<byte> bytes = seed.Bytes.AsSpan(other.Start, other.Length);
        switch (random.Below(5))
        {
            case 0:
                Replace(record, []);
                break;
            case 1:
                Replace(record, bytes);
                break;
            case 2:
                Replace(record with { Length = 0 }, bytes);
                break;
            case 3 when record.Start + other.Length <= _length:
                bytes.CopyTo(_buffer.AsSpan(record.Start));
                break;
            default:
                // Many of the same: counts and depths.
                for (int i = 1 + random.Below(random.Below(8) == 0 ? 1000 : 8); i > 0; i--)
                    Replace(record with { Length = 0 }, bytes);
                break;
        }
    }

    private void ChangeBytes(FuzzRandom random)
    {
        int at = random.Below(_length);
        switch (random.Below(8))
        {
            case 0:
                _length = at;
                break;
            case 1:
                Replace(new FuzzPiece(at, random.Below(64)), []);
                break;
            case 2:
                int from = random.Below(_length), length = Math.Min(random.Below(128), _length - from);
                _buffer.AsSpan(from, length).CopyTo(_aside);
                Replace(new FuzzPiece(at, 0), _aside.AsSpan(0, length).ToArray());
                break;
            case 3:
                Replace(new FuzzPiece(at, 0), s_words[random.Below(s_words.Length)]);
                break;
            case 4 when _length >= 8:
                ulong value = random.Of<ulong>(s_numbers);
                int width = 1 << random.Below(4);
                at = at / width * width;
                for (int i = 0; i < width && at + i < _length; i++)
                    _buffer[at + i] = (byte)(value >> (8 * i));
                break;
            case 5 when _length > 0:
                _buffer[at] = (byte)random.Bits();
                break;
            default:
                if (_length > 0)
                    _buffer[at] ^= (byte)(1 << random.Below(8));
                break;
        }
    }

    private static ReadOnlySpan<byte> Word(FuzzSeed seed, FuzzRandom random)
    {
        if (random.Below(4) > 0)
            return s_words[random.Below(s_words.Length)];
        FuzzPiece other = seed.Words[random.Below(seed.Words.Count)];
        return seed.Bytes.AsSpan(other.Start, other.Length);
    }

    private void Replace(FuzzPiece piece, ReadOnlySpan<byte> bytes)
    {
        int start = Math.Min(piece.Start, _length), removed = Math.Min(piece.Length, _length - start);
        int rest = _length - start - removed;
        if (start + bytes.Length + rest > MaximumBytes)
            return;
        _buffer.AsSpan(start + removed, rest).CopyTo(_buffer.AsSpan(start + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(start));
        _length = start + bytes.Length + rest;
    }

    private static ulong Read(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => 0,
    };
}
