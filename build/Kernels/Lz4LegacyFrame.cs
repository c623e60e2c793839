// The LZ4 "legacy frame" that kernels are compressed with (lz4_Frame_format.md, "Legacy frame"; lz4_Block_format.md): magic
// 0x184C2102, then blocks of a 32-bit compressed size and an LZ4 block of at most 8 MiB.
using System;
using System.Buffers.Binary;
using System.IO;

namespace Corewright.Build.Kernels;

/// <summary>Unpacks an LZ4 legacy frame.</summary>
internal static class Lz4LegacyFrame
{
    /// <summary>The frame's first four bytes, little-endian.</summary>
    public const uint Magic = 0x184C2102;

    private const int BlockBytes = 8 << 20, MinimumMatch = 4;

    /// <summary>Unpacks a whole frame.</summary>
    /// <param name="frame">From the magic to the frame's end.</param>
    /// <param name="maximum">The largest result, in bytes.</param>
    /// <exception cref="InvalidDataException">A block points outside its input or output, or the result would be too large.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> frame, int maximum)
    {
        if (frame.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic)
            throw new InvalidDataException("no LZ4 legacy frame");
        frame = frame[4..];
        using var output = new MemoryStream();
        var block = new byte[BlockBytes];
        while (frame.Length >= 4)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(frame);
            if (size > (uint)(frame.Length - 4))
                throw new InvalidDataException($"an LZ4 block has {size} bytes, but {frame.Length - 4} are left");
            int written = DecodeBlock(frame.Slice(4, (int)size), block);
            if (output.Length + written > maximum)
                throw new InvalidDataException($"the LZ4 frame unpacks to more than {maximum} bytes");
            output.Write(block, 0, written);
            frame = frame[(4 + (int)size)..];
        }
        return output.ToArray();
    }

    private static int DecodeBlock(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int at = 0, to = 0;
        while (at < input.Length)
        {
            int token = input[at++];
            int literals = Length(input, ref at, token >> 4);
            if (literals > input.Length - at || literals > output.Length - to)
                throw new InvalidDataException("an LZ4 literal leaves its block");
            input.Slice(at, literals).CopyTo(output[to..]);
            at += literals;
            to += literals;
            if (at == input.Length)
                break;
            if (input.Length - at < 2)
                throw new InvalidDataException("an LZ4 block ends in a match");
            int distance = BinaryPrimitives.ReadUInt16LittleEndian(input[at..]);
            at += 2;
            int length = Length(input, ref at, token & 15) + MinimumMatch;
            if (distance == 0 || distance > to || length > output.Length - to)
                throw new InvalidDataException("an LZ4 match leaves its block");
            if (distance >= length)
                output.Slice(to - distance, length).CopyTo(output[to..]);
            else
                for (int i = 0; i < length; i++)
                    output[to + i] = output[to + i - distance];
            to += length;
        }
        return to;
    }

    private static int Length(ReadOnlySpan<byte> input, ref int at, int start)
    {
        int length = start;
        if (start != 15)
            return length;
        byte next;
        do
        {
            if (at == input.Length)
                throw new InvalidDataException("an LZ4 length has no end");
            next = input[at++];
            length = checked(length + next);
            if (length > BlockBytes)
                throw new InvalidDataException("an LZ4 length is larger than a block");
        }
        while (next == 255);
        return length;
    }
}
