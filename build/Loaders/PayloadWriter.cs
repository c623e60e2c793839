// The payload's format is described in packaging/loader/Payload.cs, which reads it:
//
//   0    "CWPL"
//   4    u32 version = 1
//   8    u32 number of entries
//   12   u32 0
//   16   entries of 72 bytes: u32 kind, u32 offset from the payload's start, u32 length, u32 0, char name[56]
//   ...  the pieces, each at a multiple of 8
//
// All numbers are little-endian; the name is UTF-8 and filled up with at least one zero byte.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Loaders;

/// <summary>Puts the object, the BTF and the texts that a loader carries into one block.</summary>
internal static class PayloadWriter
{
    private const uint Version = 1;
    private const int HeaderBytes = 16;
    private const int EntryBytes = 72;
    private const int NameOffset = 16;
    private const int NameBytes = 56;
    private const int Alignment = 8;

    /// <summary>Writes a payload.</summary>
    /// <param name="entries">The pieces, in the order in which they are to lie there.</param>
    /// <returns>The payload; its first byte has to be at an address that is a multiple of 8.</returns>
    /// <exception cref="BuildException">A name or the whole is too long.</exception>
    public static byte[] Write(IReadOnlyList<PayloadEntry> entries)
    {
        long total = HeaderBytes + ((long)entries.Count * EntryBytes);
        foreach (var entry in entries)
            total = Aligned(total) + entry.Data.Length;
        if (total > int.MaxValue)
            throw new BuildException($"the payload has {total} bytes, which a loader cannot address");

        byte[] payload = new byte[total];
        "CWPL"u8.CopyTo(payload);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(8), (uint)entries.Count);

        long offset = HeaderBytes + ((long)entries.Count * EntryBytes);
        for (int i = 0; i < entries.Count; i++)
        {
            offset = Aligned(offset);
            WriteEntry(payload.AsSpan(HeaderBytes + (i * EntryBytes), EntryBytes), entries[i], (uint)offset);
            entries[i].Data.CopyTo(payload.AsSpan((int)offset));
            offset += entries[i].Data.Length;
        }

        return payload;
    }

    private static void WriteEntry(Span<byte> destination, PayloadEntry entry, uint offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)entry.Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], offset);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)entry.Data.Length);
        byte[] name = Encoding.UTF8.GetBytes(entry.Name);
        if (name.Length >= NameBytes)
            throw new BuildException($"the name '{entry.Name}' has {name.Length} bytes, and a payload's names have at most {NameBytes - 1}");
        name.CopyTo(destination.Slice(NameOffset, NameBytes));
    }

    private static long Aligned(long offset) => (offset + (Alignment - 1)) & ~(long)(Alignment - 1);
}
