// RFC 1952, the gzip format: a header, a deflate stream, the CRC-32 and the length of what it unpacks to.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Kernel;

/// <summary>Unpacks a gzip file of one member, such as <c>/proc/config.gz</c>.</summary>
public static class Gzip
{
    private const int HeaderBytes = 10;
    private const int TrailerBytes = 8;
    private const int HasChecksum = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xe0;

    // CRC-32 of IEEE 802.3, four bits at a time.
    private static ReadOnlySpan<uint> ChecksumTable =>
    [
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    ];

    /// <summary>Whether a file starts like a gzip file.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length >= 2 && file[0] == 0x1f && file[1] == 0x8b;

    /// <summary>Unpacks.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="output">Where to.</param>
    /// <returns>How many bytes were written; <see cref="Inflate.Damaged"/> or <see cref="Inflate.TooLong"/>.</returns>
    public static int Unpack(ReadOnlySpan<byte> file, Span<byte> output)
    {
        int start = HeaderLength(file);
        if (start < 0)
            return Inflate.Damaged;
        int length = Inflate.Unpack(file[start..], output, out int consumed);
        if (length < 0)
            return length;
        ReadOnlySpan<byte> trailer = file[(start + consumed)..];
        return trailer.Length >= TrailerBytes && LittleEndian.U32(trailer, 0) == Checksum(output[..length])
            && LittleEndian.U32(trailer, 4) == (uint)length
                ? length
                : Inflate.Damaged;
    }

    private static int HeaderLength(ReadOnlySpan<byte> file)
    {
        // The method is deflate, the only one that there is.
        if (file.Length < HeaderBytes || !Is(file) || file[2] != 8 || (file[3] & Reserved) != 0)
            return Inflate.Damaged;
        int flags = file[3], at = HeaderBytes;
        if ((flags & HasExtra) != 0)
        {
            if (file.Length - at < 2)
                return Inflate.Damaged;
            at += 2 + LittleEndian.U16(file, at);
        }
        for (int text = HasName; text <= HasComment; text <<= 1)
        {
            if ((flags & text) == 0)
                continue;
            int end = at > file.Length ? -1 : file[at..].IndexOf((byte)0);
            if (end < 0)
                return Inflate.Damaged;
            at += end + 1;
        }
        at += (flags & HasChecksum) != 0 ? 2 : 0;
        return at > file.Length ? Inflate.Damaged : at;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = ChecksumTable;
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            crc = (crc >> 4) ^ table[(int)(crc & 15)];
            crc = (crc >> 4) ^ table[(int)(crc & 15)];
        }
        return ~crc;
    }
}
