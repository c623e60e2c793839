using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>The records of an object's <c>.BTF.ext</c>, taken apart (the kernel's Documentation/bpf/btf.rst).</summary>
internal sealed class BtfExtRecords
{
    /// <summary>Which type each function has.</summary>
    public List<FunctionRecord> Functions { get; private init; } = [];

    /// <summary>Source lines.</summary>
    public List<LineRecord> Lines { get; private init; } = [];

    /// <summary>CO-RE relocations.</summary>
    public List<RelocationRecord> Relocations { get; private init; } = [];

    /// <summary>Reads a <c>.BTF.ext</c> section.</summary>
    /// <param name="data">The section.</param>
    /// <param name="graph">The object's BTF, whose types and strings it refers to.</param>
    /// <param name="where">What to call it in an error.</param>
    /// <exception cref="BuildException">It is malformed, or refers to types that aren't there.</exception>
    public static BtfExtRecords Read(ReadOnlySpan<byte> data, BtfGraph graph, string where)
    {
        Faults.ThrowIf(BtfExtReader.Open(data, out BtfExtReader ext), where);
        var records = new BtfExtRecords();

        BtfExtTable.Cursor cursor = ext.Functions.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            string name = graph.Text(section.NameOffset);
            for (int i = 0; i < section.Count; i++)
            {
                uint offset = section.Function(i, out uint type);
                records.Functions.Add(new FunctionRecord(name, offset, Checked(type, graph, where)));
            }
        }

        cursor = ext.Lines.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            string name = graph.Text(section.NameOffset);
            for (int i = 0; i < section.Count; i++)
            {
                ReadOnlySpan<byte> line = section.Record(i);
                records.Lines.Add(new LineRecord(
                    name, Word(line, 0), graph.Text(Word(line, 4)),
                    graph.Text(Word(line, 8)), Word(line, 12)));
            }
        }

        cursor = ext.Relocations.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            string name = graph.Text(section.NameOffset);
            for (int i = 0; i < section.Count; i++)
            {
                CoreRelocation relocation = section.Relocation(i);
                records.Relocations.Add(new RelocationRecord(
                    name, relocation.InstructionOffset, Checked(relocation.Type, graph, where),
                    graph.Text(relocation.AccessOffset), relocation.Kind));
            }
        }

        return records;
    }

    /// <summary>The same records with other type ids.</summary>
    /// <param name="ids">The new id of each old one.</param>
    public BtfExtRecords Renumber(uint[] ids) => new()
    {
        Functions = Functions.ConvertAll(record => record with { Type = ids[record.Type] }),
        Lines = Lines,
        Relocations = Relocations.ConvertAll(record => record with { Type = ids[record.Type] }),
    };

    private static uint Checked(uint type, BtfGraph graph, string where) => type < (uint)graph.Nodes.Count
        ? type
        : throw new BuildException($".BTF.ext refers to type {type}, but there are {graph.Nodes.Count - 1}", where);

    private static uint Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
}

/// <summary>A record about an instruction of a section.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Offset">Bytes from the section's start.</param>
internal abstract record ExtRecord(string Section, uint Offset);

/// <summary>A function starts here (<c>struct bpf_func_info</c>).</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Offset">Bytes from the section's start.</param>
/// <param name="Type">Its type's id.</param>
internal sealed record FunctionRecord(string Section, uint Offset, uint Type) : ExtRecord(Section, Offset);

/// <summary>A source line starts here (<c>struct bpf_line_info</c>).</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Offset">Bytes from the section's start.</param>
/// <param name="File">The source file.</param>
/// <param name="Text">The line; empty where LLVM could not read the file.</param>
/// <param name="LineColumn">The line's number in the upper 22 bits, the column in the lower 10.</param>
internal sealed record LineRecord(string Section, uint Offset, string File, string Text, uint LineColumn)
    : ExtRecord(Section, Offset);

/// <summary>An instruction is to be relocated (<c>struct bpf_core_relo</c>).</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Offset">Bytes from the section's start.</param>
/// <param name="Type">The local type's id.</param>
/// <param name="Access">Which field or value, such as <c>0:3:1</c>.</param>
/// <param name="Kind">What is asked for.</param>
internal sealed record RelocationRecord(string Section, uint Offset, uint Type, string Access, CoreKind Kind)
    : ExtRecord(Section, Offset);
