// struct bpf_func_info and struct bpf_line_info of include/uapi/linux/bpf.h: what .BTF.ext says about sections, said about one
// linked program and counted in instructions. The kernel takes all of one table or refuses the program, so what it would refuse is
// left out here: it needs exactly one record for each function, and a line for each function's first instruction.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Programs;

/// <summary>A program's functions and source lines in the form that the kernel takes.</summary>
public unsafe struct SourceInfo
{
    /// <summary>
    /// Bytes of a function's record. Compilers may write longer ones; kernels that don't know the rest take only zeroes there, and
    /// no kernel knows any rest, so it isn't passed on.
    /// </summary>
    public const int FunctionRecordBytes = 8;

    /// <summary>Bytes of a line's record.</summary>
    public const int LineRecordBytes = 16;

    private byte* _functions;
    private int _functionCount;
    private byte* _lines;
    private int _lineCount;

    /// <summary>Records of {instruction, type}, one for each function; or empty.</summary>
    public readonly ReadOnlySpan<byte> Functions => new(_functions, _functionCount * FunctionRecordBytes);

    /// <summary>Records of {instruction, file, text, line and column}, ascending; or empty.</summary>
    public readonly ReadOnlySpan<byte> Lines => new(_lines, _lineCount * LineRecordBytes);

    /// <summary>Whether there is nothing to tell.</summary>
    public readonly bool IsEmpty => _functionCount == 0 && _lineCount == 0;

    /// <summary>Makes <see cref="ProgramSpec.Source"/> of a linked program.</summary>
    /// <param name="source">The object.</param>
    /// <param name="program">The program, linked.</param>
    /// <param name="arena">Keeps the records.</param>
    /// <returns>A fault where <c>.BTF.ext</c> is malformed or there is no memory; a program loads without this as well.</returns>
    public static Fault Read(in ObjectFile source, ref ProgramSpec program, scoped ref Arena arena)
    {
        program.Source = default;
        if (!source.Elf.TryFindSection(".BTF.ext"u8, out ElfSection section))
            return Fault.None;
        Fault fault = BtfExtReader.Open(source.Elf.Data(section), out BtfExtReader extended);
        if (!fault.Failed)
            fault = ReadFunctions(source, ref program, extended.Functions, ref arena);
        return fault.Failed ? fault : ReadLines(source, ref program, extended.Lines, ref arena);
    }

    private static Fault ReadFunctions(in ObjectFile source, ref ProgramSpec program, scoped in BtfExtTable table, scoped ref Arena arena)
    {
        int count = program.Functions.Length;
        Fault fault = arena.Allocate(count * FunctionRecordBytes, out Span<byte> records);
        if (fault.Failed)
            return fault;
        for (int i = 0; i < count; i++)
        {
            LinkedFunction function = program.Functions[i];
            if (!TryFindType(source, table, function, out uint type))
            {
                arena.Shrink(records, 0);
                return Fault.None;
            }
            Span<byte> record = records.Slice(i * FunctionRecordBytes, FunctionRecordBytes);
            BinaryPrimitives.WriteInt32LittleEndian(record, function.OutputStart / Instruction.Bytes);
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], type);
        }
        fixed (byte* start = records)
            program.Source._functions = start;
        program.Source._functionCount = count;
        return Fault.None;
    }

    private static bool TryFindType(in ObjectFile source, scoped in BtfExtTable table, LinkedFunction function, out uint type)
    {
        ReadOnlySpan<byte> name = source.Elf.Name(source.Elf.Section(function.Section));
        BtfExtTable.Cursor cursor = table.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            if (!source.Types.NameEquals(section.NameOffset, name))
                continue;
            for (int i = 0; i < section.Count; i++)
            {
                if (section.Function(i, out type) == (uint)function.Start)
                    return source.Types.Contains(type) && source.Types.Type(type).Kind == BtfKind.Function;
            }
        }
        type = 0;
        return false;
    }

    private static Fault ReadLines(in ObjectFile source, ref ProgramSpec program, scoped in BtfExtTable table, scoped ref Arena arena)
    {
        Fault fault = arena.Allocate(table.RecordCount * LineRecordBytes, out Span<byte> records);
        if (fault.Failed)
            return fault;
        int count = 0;
        foreach (LinkedFunction function in program.Functions)
        {
            int first = count;
            AddLines(source, program, table, function, records, ref count);
            if (first < count && LittleEndian.I32(records, first * LineRecordBytes) == function.OutputStart / Instruction.Bytes)
                continue;
            count = 0;
            break;
        }
        fixed (byte* start = arena.Shrink(records, count * LineRecordBytes))
            program.Source._lines = start;
        program.Source._lineCount = count;
        return Fault.None;
    }

    private static void AddLines(
        in ObjectFile source, in ProgramSpec program, scoped in BtfExtTable table, LinkedFunction function, Span<byte> records, ref int count)
    {
        ReadOnlySpan<byte> name = source.Elf.Name(source.Elf.Section(function.Section));
        int last = (function.OutputStart / Instruction.Bytes) - 1;
        BtfExtTable.Cursor cursor = table.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            if (!source.Types.NameEquals(section.NameOffset, name))
                continue;
            for (int i = 0; i < section.Count && count < records.Length / LineRecordBytes; i++)
            {
                BtfExtLine line = section.Line(i);
                long inside = (long)line.InstructionOffset - function.Start;
                if (inside < 0 || inside >= function.Length || inside % Instruction.Bytes != 0)
                    continue;
                int at = function.OutputStart + (int)inside;
                // The second half of a 64-bit load is no instruction, and one instruction has one line.
                if (at / Instruction.Bytes <= last || program.Instructions[at] == 0 || !line.IsNamed(source.Types))
                    continue;
                last = at / Instruction.Bytes;
                Span<byte> record = records.Slice(count++ * LineRecordBytes, LineRecordBytes);
                BinaryPrimitives.WriteInt32LittleEndian(record, last);
                BinaryPrimitives.WriteUInt32LittleEndian(record[4..], line.FileOffset);
                BinaryPrimitives.WriteUInt32LittleEndian(record[8..], line.TextOffset);
                BinaryPrimitives.WriteUInt32LittleEndian(record[12..], line.Position);
            }
        }
    }
}
