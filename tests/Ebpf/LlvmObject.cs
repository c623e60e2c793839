using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Corewright.Tests.Bpf;

namespace Corewright.Tests.Ebpf;

/// <summary>
/// Writes an object as llc leaves it for the finaliser: a program <c>on_event</c>, a subprogram in .text, a map, pointers that keep
/// types, marks, and relocations for what a linker would still fill in.
/// </summary>
internal sealed class LlvmObject
{
    internal const string ProgramSection = "tracepoint/sched/sched_process_exec";
    internal const string SourceFile = "programs/p/src/main.rs";

    private const int Instructions = 8;
    private readonly List<uint> _kernelTypes = [];
    private readonly List<uint> _exports = [];
    private readonly byte[] _code = new byte[Instructions * 8];
    private readonly List<byte> _marks = [];
    private readonly List<(int At, bool InText)> _markTargets = [];

    internal BtfBuilder Btf { get; } = new();

    /// <summary>The type of the program's only parameter; it has no name.</summary>
    internal uint Context { get; set; }

    /// <summary>Whether the map that the program uses has no place.</summary>
    internal bool Undefined { get; init; }

    /// <summary>Keeps a type as <c>kernel_types!</c> does.</summary>
    internal uint KernelType(uint type)
    {
        _kernelTypes.Add(Btf.Variable("_RN4KEPT", Btf.Pointer(type), 0));
        return type;
    }

    /// <summary>Keeps a type as <c>export_type!</c> does.</summary>
    internal void Export(uint type) => _exports.Add(Btf.Variable("_RN8EXPORTED", Btf.Pointer(type), 1));

    /// <summary>Marks an instruction of the program, or of the subprogram.</summary>
    internal LlvmObject Mark(uint kind, string path, int instruction = 1, int line = 7, bool inText = false)
    {
        _markTargets.Add((_marks.Count, inText));
        byte[] head = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(head, instruction * 8L);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), kind);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), line);
        _marks.AddRange([.. head, .. Encoding.ASCII.GetBytes(path + "\0" + SourceFile + "\0")]);
        while (_marks.Count % 4 != 0)
            _marks.Add(0);
        return this;
    }

    /// <summary>Puts an instruction of the program in its place.</summary>
    internal LlvmObject Instruction(int at, byte operation, int immediate)
    {
        _code[at * 8] = operation;
        BinaryPrimitives.WriteInt32LittleEndian(_code.AsSpan((at * 8) + 4), immediate);
        return this;
    }

    internal byte[] Build()
    {
        uint prototype = Btf.Prototype(0, ("", Context));
        uint program = Btf.Function("on_event", prototype, 1), subprogram = Btf.Function("helper<T>", prototype, 1);
        Btf.Function("never_emitted", prototype, 1);
        uint map = Btf.Struct("RingBuffer<4096>", 16);
        uint first = Btf.Variable("FIRST", map, 1), second = Btf.Variable("SECOND", map, 1);
        Pointers(".bpf_kernel_types", _kernelTypes);
        Pointers(".bpf_types", _exports);
        // The last type, so that the place of its offsets is easily told: all of them 0, and in the wrong order.
        Btf.DataSection(".maps", 0, (second, 0, 16), (first, 0, 16));
        byte[] ext = Extension(program, subprogram), btf = Btf.Build();

        byte[] names = Encoding.ASCII.GetBytes("\0on_event\0helper\0FIRST\0SECOND\0");
        byte[] symbols = Symbols(
            (0, 3, 1, 0, 0), (0, 3, 2, 0, 0), (0, 4, 0xfff1, 0, 0), (10, 0x12, 2, 0, 64),
            (1, 0x12, 1, 0, 64), (17, 0x11, Undefined ? (ushort)0 : (ushort)3, 0, 16), (23, 0x11, 3, 16, 16));
        // The second word of each of the section's two items.
        int types = 24 + BinaryPrimitives.ReadInt32LittleEndian(btf.AsSpan(12));
        byte[] offsets = Relocations(((ulong)types - 24 + 4, 4, 7), ((ulong)types - 12 + 4, 4, 6));
        byte[] marks = Relocations([.. _markTargets.Select(mark => ((ulong)mark.At, 2u, mark.InText ? 2u : 1u))]);
        byte[] uses = Relocations((16, 1, 6));

        return ObjectBuilder.Elf(
            (ProgramSection, 1, 6, _code, 0, 0, 0),
            (".text", 1, 6, new byte[Instructions * 8], 0, 0, 0),
            (".maps", 1, 3, new byte[32], 0, 0, 0),
            (".BTF", 1, 0, btf, 0, 0, 0),
            (".BTF.ext", 1, 0, ext, 0, 0, 0),
            (".symtab", 2, 0, symbols, 7, 4, 24),
            (".strtab", 3, 0, names, 0, 0, 0),
            (".rel.BTF", 9, 0, offsets, 6, 4, 16),
            (".rel" + ProgramSection, 9, 0, uses, 6, 1, 16),
            (".corewright.core", 1, 0, [.. _marks], 0, 0, 0),
            (".rel.corewright.core", 9, 0, marks, 6, 10, 16),
            (".debug_info", 1, 0, new byte[100], 0, 0, 0),
            (".bpf_types", 1, 3, new byte[8], 0, 0, 0),
            (".bpf_kernel_types", 1, 3, new byte[8], 0, 0, 0),
            (".bpf_kernel_types", 1, 3, new byte[8], 0, 0, 0));
    }

    private void Pointers(string section, List<uint> variables)
    {
        if (variables.Count > 0)
            Btf.DataSection(section, 0, [.. variables.Select(variable => (variable, 0u, 8u))]);
    }

    private byte[] Extension(uint program, uint subprogram)
    {
        uint section = Btf.Name(ProgramSection), text = Btf.Name(".text");
        uint[] functions = [8, section, 1, 0, program, text, 1, 0, subprogram];
        uint[] lines = [16, section, 1, 0, Btf.Name("./" + SourceFile), Btf.Name("    let a = b;"), (7 << 10) | 5];
        uint end = (uint)functions.Length * 4;
        return Bytes([0x0001eb9f, 32, 0, end, end, (uint)lines.Length * 4, 0, 0, .. functions, .. lines]);
    }

    private static byte[] Bytes(uint[] words)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.ASCII, leaveOpen: true))
            Array.ForEach(words, writer.Write);
        return stream.ToArray();
    }

    private static byte[] Symbols(params (uint Name, byte Info, ushort Section, ulong Value, ulong Size)[] symbols)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(new byte[24]);
        foreach ((uint name, byte info, ushort section, ulong value, ulong size) in symbols)
        {
            writer.Write(name);
            writer.Write(info);
            writer.Write((byte)0);
            writer.Write(section);
            writer.Write(value);
            writer.Write(size);
        }

        return stream.ToArray();
    }

    private static byte[] Relocations(params (ulong Offset, uint Type, uint Symbol)[] relocations)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach ((ulong offset, uint type, uint symbol) in relocations)
        {
            writer.Write(offset);
            writer.Write(type);
            writer.Write(symbol);
        }

        return stream.ToArray();
    }
}
