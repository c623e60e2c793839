// Where the numbers are: ELF64 (System V ABI, chapter 4), BTF and .BTF.ext (Documentation/bpf/btf.rst), tar and ar headers.
// Only for well-formed seeds; what is read here is trusted.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Tests.Fuzz;

/// <summary>Finds the numbers and records of binary seeds.</summary>
internal static class BinaryLayouts
{
    private static readonly int[] s_fileHeader = [2, 2, 4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2];
    private static readonly int[] s_sectionHeader = [4, 4, 8, 8, 8, 8, 4, 4, 8, 8];
    private static readonly int[] s_symbol = [4, 1, 1, 2, 8, 8];
    private static readonly int[] s_relocation = [8, 4, 4];

    /// <summary>An ELF object: its headers, symbols, relocations, and what is in .BTF and .BTF.ext.</summary>
    public static FuzzSeed Elf(byte[] file)
    {
        var numbers = new List<FuzzPiece>();
        var records = new List<FuzzPiece>();
        Add(numbers, 16, s_fileHeader);
        int table = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(40)), count = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(60));
        int names = Offset(file, table, BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(62)));
        for (int i = 0; i < count; i++)
        {
            int header = table + (i * 64), start = Offset(file, table, i), size = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(header + 32));
            Add(numbers, header, s_sectionHeader);
            records.Add(new FuzzPiece(header, 64));
            int type = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(header + 4));
            if (type is 0 or 8)
                continue;
            records.Add(new FuzzPiece(start, size));
            if (type is 2 or 9)
            {
                int entry = type == 2 ? 24 : 16;
                for (int at = start; at < start + size; at += entry)
                {
                    Add(numbers, at, type == 2 ? s_symbol : s_relocation);
                    records.Add(new FuzzPiece(at, entry));
                }
            }
            else if (Name(file, names + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(header))) is ".BTF" or ".BTF.ext")
            {
                for (int at = start; at + 4 <= start + size; at += 4)
                    numbers.Add(new FuzzPiece(at, 4));
            }
        }

        return FuzzSeed.Binary(file, numbers, records);
    }

    /// <summary>BTF: its header, the words of its types, and each type as a record.</summary>
    public static FuzzSeed Btf(byte[] btf)
    {
        var numbers = new List<FuzzPiece>();
        var records = new List<FuzzPiece>();
        int header = BinaryPrimitives.ReadInt32LittleEndian(btf.AsSpan(4)), types = BinaryPrimitives.ReadInt32LittleEndian(btf.AsSpan(12));
        // The header's numbers stand there often enough to be chosen in spite of all the types.
        for (int again = 0; again < 8; again++)
            Add(numbers, 0, [2, 1, 1, 4, 4, 4, 4, 4]);
        for (int at = header; at < header + types;)
        {
            uint info = BinaryPrimitives.ReadUInt32LittleEndian(btf.AsSpan(at + 4));
            int length = 12 + ((info >> 24 & 31, (int)(info & 0xffff)) switch
            {
                (1 or 14 or 17, _) => 4,
                (3, _) => 12,
                (4 or 5 or 15 or 19, var items) => items * 12,
                (6 or 13, var items) => items * 8,
                _ => 0,
            });
            for (int word = at; word < at + length; word += 4)
                numbers.Add(new FuzzPiece(word, 4));
            numbers.Add(new FuzzPiece(at + 4, 2));
            numbers.Add(new FuzzPiece(at + 7, 1));
            records.Add(new FuzzPiece(at, length));
            at += length;
        }

        return FuzzSeed.Binary(btf, numbers, records);
    }

    /// <summary>A tar archive: each header's fields, and each block.</summary>
    public static FuzzSeed Tar(byte[] tar, int from = 0)
    {
        var words = new List<FuzzPiece>();
        var records = new List<FuzzPiece>();
        for (int at = from; at + 512 <= tar.Length; at += 512)
        {
            records.Add(new FuzzPiece(at, 512));
            if (!tar.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
                continue;
            foreach ((int start, int length) in ((int, int)[])[(0, 100), (100, 8), (124, 12), (148, 8), (156, 1), (157, 100), (345, 155)])
                words.Add(new FuzzPiece(at + start, length));
        }

        return new FuzzSeed(tar, [], words, records);
    }

    private static int Offset(byte[] file, int table, int index) =>
        (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(table + (index * 64) + 24));

    private static string Name(byte[] file, int at) => Encoding.ASCII.GetString(file.AsSpan(at, file.AsSpan(at).IndexOf((byte)0)));

    private static void Add(List<FuzzPiece> numbers, int at, int[] sizes)
    {
        foreach (int size in sizes)
        {
            numbers.Add(new FuzzPiece(at, size));
            at += size;
        }
    }
}
