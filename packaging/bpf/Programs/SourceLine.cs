using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Programs;

/// <summary>The source line that an instruction comes from.</summary>
public readonly ref struct SourceLine
{
    private SourceLine(scoped in BtfReader types, BtfExtLine line)
    {
        File = types.Name(line.FileOffset);
        Text = types.Name(line.TextOffset);
        Line = line.Line;
    }

    /// <summary>The file, relative to the workspace; absolute in libraries that came compiled.</summary>
    public ReadOnlySpan<byte> File { get; }

    /// <summary>The line itself, indented as in the file; empty where the compiler had no source.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Its number, from 1.</summary>
    public uint Line { get; }

    /// <summary>Whether it is in a library that came compiled, such as Rust's <c>core</c>.</summary>
    public bool IsForeign => IsAbsolute(File);

    /// <summary>Finds the line of an instruction. Needs no kernel that knows of lines.</summary>
    /// <param name="source">The object.</param>
    /// <param name="program">The program, linked.</param>
    /// <param name="instruction">The instruction's number in the linked program; may be any.</param>
    /// <param name="own">Whether to go back, within the function, to the last line that is not in a library that came compiled.</param>
    /// <param name="line">The line.</param>
    /// <returns>False where the object doesn't say.</returns>
    public static bool TryFind(in ObjectFile source, in ProgramSpec program, int instruction, bool own, out SourceLine line)
    {
        line = default;
        if (!program.TryLocate(instruction, out LinkedFunction function, out int offset)
            || !source.Elf.TryFindSection(".BTF.ext"u8, out ElfSection extended)
            || BtfExtReader.Open(source.Elf.Data(extended), out BtfExtReader reader).Failed)
        {
            return false;
        }
        ReadOnlySpan<byte> name = source.Elf.Name(source.Elf.Section(function.Section));
        bool found = false;
        BtfExtLine best = default;
        BtfExtTable.Cursor cursor = reader.Lines.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            if (!source.Types.NameEquals(section.NameOffset, name))
                continue;
            for (int i = 0; i < section.Count; i++)
            {
                BtfExtLine candidate = section.Line(i);
                uint at = candidate.InstructionOffset;
                if (at < (uint)function.Start || at > (uint)offset || (found && at < best.InstructionOffset)
                    || candidate.Line == 0 || (own && IsAbsolute(source.Types.Name(candidate.FileOffset))))
                {
                    continue;
                }
                best = candidate;
                found = true;
            }
        }
        if (found)
            line = new SourceLine(source.Types, best);
        return found;
    }

    private static bool IsAbsolute(ReadOnlySpan<byte> file) => file.Length != 0 && file[0] == '/';
}
