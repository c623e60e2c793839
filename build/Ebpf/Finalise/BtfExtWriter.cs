using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>Writes a <c>.BTF.ext</c> section with its three tables (the kernel's Documentation/bpf/btf.rst, llvm_reloc.rst).</summary>
internal static class BtfExtWriter
{
    private const uint HeaderSize = 32;

    /// <summary>The section's bytes.</summary>
    /// <param name="records">The records.</param>
    /// <param name="strings">Gets the names of sections, files, lines and accesses.</param>
    public static byte[] Write(BtfExtRecords records, StringTable strings)
    {
        byte[] functions = Table(8, records.Functions, strings, (writer, record) => writer.U32(record.Offset).U32(record.Type));
        byte[] lines = Table(16, records.Lines, strings, (writer, record) =>
            writer.U32(record.Offset).U32(strings.Add(record.File)).U32(strings.Add(record.Text)).U32(record.LineColumn));
        byte[] relocations = Table(16, records.Relocations, strings, (writer, record) =>
            writer.U32(record.Offset).U32(record.Type).U32(strings.Add(record.Access)).U32((uint)record.Kind));
        return new ByteWriter()
            .U16(BtfReader.Magic).Bytes([1, 0]).U32(HeaderSize)
            .U32(0).U32((uint)functions.Length)
            .U32((uint)functions.Length).U32((uint)lines.Length)
            .U32((uint)(functions.Length + lines.Length)).U32((uint)relocations.Length)
            .Bytes(functions).Bytes(lines).Bytes(relocations)
            .ToArray();
    }

    private static byte[] Table<T>(uint recordSize, List<T> records, StringTable strings, Action<ByteWriter, T> write)
        where T : ExtRecord
    {
        if (records.Count == 0)
            return [];
        var writer = new ByteWriter();
        writer.U32(recordSize);
        // Sections in the order in which they first come up; the kernel wants instructions in ascending order.
        foreach (IGrouping<string, T> section in records.GroupBy(record => record.Section))
        {
            writer.U32(strings.Add(section.Key)).U32((uint)section.Count());
            foreach (T record in section.OrderBy(record => record.Offset))
                write(writer, record);
        }

        return writer.ToArray();
    }
}
