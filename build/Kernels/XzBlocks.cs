// The .xz file format, version 1.2.0: stream header (2.1.1), footer (2.1.2) and index (4). Archives packed by several threads
// consist of many blocks that can be unpacked alone; the index at the end says where they are.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using SharpCompress.Compressors.Xz;

namespace Corewright.Build.Kernels;

/// <summary>The blocks of one xz stream.</summary>
internal sealed class XzBlocks
{
    private const int HeaderBytes = 12, FooterBytes = 12, MaximumIndex = 1 << 20;
    private static readonly byte[] s_magic = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];
    private readonly List<Block> _blocks = [];
    private readonly byte[] _header;
    private readonly long _start;

    /// <summary>Reads the index.</summary>
    /// <param name="file">Holds the stream.</param>
    /// <param name="start">Where the stream begins.</param>
    /// <param name="length">How long it is, in bytes.</param>
    /// <exception cref="InvalidDataException">No single xz stream, or a damaged index.</exception>
    public XzBlocks(Stream file, long start, long length)
    {
        _start = start;
        if (length < HeaderBytes + FooterBytes)
            throw new InvalidDataException("no xz stream");
        _header = Read(file, start, HeaderBytes);
        byte[] footer = Read(file, start + length - FooterBytes, FooterBytes);
        if (!_header.AsSpan().StartsWith(s_magic) || !footer.AsSpan(10).SequenceEqual("YZ"u8)
            || !footer.AsSpan(8, 2).SequenceEqual(_header.AsSpan(6, 2)))
            throw new InvalidDataException("no single xz stream");
        long indexBytes = (BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(4)) + 1L) * 4;
        if (indexBytes > MaximumIndex || indexBytes > length - HeaderBytes - FooterBytes)
            throw new InvalidDataException($"an xz index of {indexBytes} bytes");
        byte[] index = Read(file, start + length - FooterBytes - indexBytes, (int)indexBytes);
        if (index[0] != 0 || Crc32(index.AsSpan(0, index.Length - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(index.AsSpan(index.Length - 4)))
            throw new InvalidDataException("the xz index is damaged");

        int at = 1;
        ulong count = Integer(index, ref at);
        ulong offset = HeaderBytes, unpacked = 0, limit = (ulong)(length - FooterBytes - indexBytes);
        for (ulong i = 0; i < count; i++)
        {
            ulong unpadded = Integer(index, ref at), size = Integer(index, ref at);
            if (unpadded is 0 or > int.MaxValue || size > int.MaxValue || offset + unpadded > limit)
                throw new InvalidDataException("the xz index points outside its stream");
            _blocks.Add(new Block((long)offset, (int)unpadded, (long)unpacked, (int)size));
            offset += (unpadded + 3) & ~3UL;
            unpacked += size;
        }
        UnpackedLength = (long)unpacked;
    }

    /// <summary>How many blocks there are.</summary>
    public int Count => _blocks.Count;

    /// <summary>The length of everything unpacked, in bytes.</summary>
    public long UnpackedLength { get; }

    /// <summary>Where a block's bytes begin in what is unpacked.</summary>
    public long Offset(int block) => _blocks[block].UnpackedOffset;

    /// <summary>How many bytes a block unpacks to.</summary>
    public int Size(int block) => _blocks[block].UnpackedSize;

    /// <summary>Where a block's packed bytes are, from the stream's start, and how many these are.</summary>
    public (long Offset, long Length) Packed(int block) => (_blocks[block].Offset, (_blocks[block].UnpaddedSize + 3L) & ~3L);

    /// <summary>The block that holds an offset of what is unpacked.</summary>
    public int At(long offset) => _blocks.FindIndex(b => offset >= b.UnpackedOffset && offset - b.UnpackedOffset < b.UnpackedSize);

    /// <summary>Unpacks one block; several may be unpacked at the same time, each with a file of its own.</summary>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public byte[] Unpack(Stream file, int block)
    {
        Block b = _blocks[block];
        int padded = (b.UnpaddedSize + 3) & ~3;
        // A stream of this one block: header, block, an index of one record, footer.
        byte[] index = Index(b);
        var stream = new byte[HeaderBytes + padded + index.Length + FooterBytes];
        _header.CopyTo(stream, 0);
        Read(file, _start + b.Offset, padded).CopyTo(stream, HeaderBytes);
        index.CopyTo(stream, HeaderBytes + padded);
        Span<byte> footer = stream.AsSpan(HeaderBytes + padded + index.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(footer[4..], (uint)(index.Length / 4 - 1));
        _header.AsSpan(6, 2).CopyTo(footer[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32(footer[4..10]));
        "YZ"u8.CopyTo(footer[10..]);

        var content = new byte[b.UnpackedSize];
        try
        {
            using var unpacker = new XZStream(new MemoryStream(stream, writable: false));
            unpacker.ReadExactly(content);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"xz block {block} is damaged: {e.Message}", e);
        }
        return content;
    }

    private static byte[] Index(Block block)
    {
        var index = new List<byte> { 0, 1 };
        AddInteger(index, (ulong)block.UnpaddedSize);
        AddInteger(index, (ulong)block.UnpackedSize);
        while (index.Count % 4 != 0)
            index.Add(0);
        var check = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(check, Crc32(index.ToArray()));
        index.AddRange(check);
        return index.ToArray();
    }

    private static byte[] Read(Stream file, long offset, int length)
    {
        var content = new byte[length];
        file.Position = offset;
        file.ReadExactly(content);
        return content;
    }

    // 1.2: seven bits a byte, the least significant first, at most nine bytes.
    private static ulong Integer(ReadOnlySpan<byte> from, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            if (at >= from.Length)
                break;
            byte next = from[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("the xz index is damaged");
    }

    private static void AddInteger(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.Add((byte)(value | 0x80));
        to.Add((byte)value);
    }

    // IEEE 802.3, bit by bit: only indexes and footers go through it.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int i = 0; i < 8; i++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }
        return ~crc;
    }

    private readonly record struct Block(long Offset, int UnpaddedSize, long UnpackedOffset, int UnpackedSize);
}
