using System;
using System.Buffers;
using System.Buffers.Binary;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>Little-endian numbers, one after the other.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Bytes so far.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>Appends two bytes.</summary>
    public ByteWriter U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    /// <summary>Appends four bytes.</summary>
    public ByteWriter U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    /// <summary>Appends eight bytes.</summary>
    public ByteWriter U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    /// <summary>Appends bytes as they are.</summary>
    public ByteWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>Appends zeroes up to a multiple of a power of two.</summary>
    public ByteWriter Align(int alignment)
    {
        while (Length % alignment != 0)
            Bytes([0]);
        return this;
    }

    /// <summary>All bytes.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
