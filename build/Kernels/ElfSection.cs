// Section headers of a little-endian ELF file: System V ABI, chapter 4.
using System;
using System.Buffers.Binary;
using System.IO;

namespace Corewright.Build.Kernels;

/// <summary>Finds one section of a large ELF file in place.</summary>
internal static class ElfSection
{
    private const uint NoBits = 8;

    /// <summary>The section's bytes, or nothing where the file has no such section.</summary>
    /// <exception cref="InvalidDataException">No ELF file, or one that points outside itself.</exception>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        if (file.Length < 64 || file[0] != 0x7F || !file[1..].StartsWith("ELF"u8) || file[5] != 1)
            throw new InvalidDataException("a little-endian ELF file was expected");
        bool wide = file[4] == 2;
        try
        {
            ulong table = wide ? BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[0x20..]);
            ReadOnlySpan<byte> counts = file[(wide ? 0x3A : 0x2E)..];
            int entry = BinaryPrimitives.ReadUInt16LittleEndian(counts);
            int count = BinaryPrimitives.ReadUInt16LittleEndian(counts[2..]);
            int names = BinaryPrimitives.ReadUInt16LittleEndian(counts[4..]);
            ReadOnlySpan<byte> headers = file.Slice(checked((int)table), checked(entry * count));
            ReadOnlySpan<byte> strings = Content(file, headers[(names * entry)..], wide);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> header = headers[(i * entry)..];
                ReadOnlySpan<byte> candidate = strings[checked((int)BinaryPrimitives.ReadUInt32LittleEndian(header))..];
                if (candidate.Length > name.Length && candidate.StartsWith(name) && candidate[name.Length] == 0)
                    return Content(file, header, wide);
            }
            return [];
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("the ELF file's section headers point outside it", e);
        }
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header, bool wide)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == NoBits)
            return [];
        ulong offset = wide ? BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[0x10..]);
        ulong size = wide ? BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[0x14..]);
        return file.Slice(checked((int)offset), checked((int)size));
    }
}
