using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Memory;

/// <summary>
/// Reads numbers of a file in the file's own byte order. A loader only meets little-endian ones: there the other half is left out.
/// </summary>
internal static class ByteOrder
{
    public static ushort U16(ReadOnlySpan<byte> data, int at, bool isBig) =>
        Features.BigEndian && isBig ? BinaryPrimitives.ReadUInt16BigEndian(data.Slice(at, 2)) : LittleEndian.U16(data, at);

    public static uint U32(ReadOnlySpan<byte> data, int at, bool isBig) =>
        Features.BigEndian && isBig ? BinaryPrimitives.ReadUInt32BigEndian(data.Slice(at, 4)) : LittleEndian.U32(data, at);

    public static ulong U64(ReadOnlySpan<byte> data, int at, bool isBig) =>
        Features.BigEndian && isBig ? BinaryPrimitives.ReadUInt64BigEndian(data.Slice(at, 8)) : LittleEndian.U64(data, at);
}
