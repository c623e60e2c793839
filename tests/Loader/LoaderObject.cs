using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Tests.Bpf;

namespace Corewright.Tests.Loader;

/// <summary>
/// Writes a BPF object by hand with all that a loader has to put together: a program, subprograms in <c>.text</c>, declared maps,
/// data sections, a licence, and ELF relocations.
/// </summary>
internal sealed class LoaderObject
{
    public const int Code = 1;
    public const int Text = 2;
    public const int Maps = 3;
    public const int ReadOnlyData = 4;
    public const int Bss = 5;
    public const int Undefined = 0;

    public const uint Load64 = 1; // R_BPF_64_64
    public const uint Call32 = 10; // R_BPF_64_32

    private readonly List<byte> _code = [];
    private readonly List<byte> _text = [];
    private readonly List<byte> _symbols = [.. new byte[24]];
    private readonly List<byte> _names = [0];
    private readonly List<byte> _codeRelocations = [];
    private readonly List<byte> _textRelocations = [];

    public BtfBuilder Types { get; } = BtfBuilder.Kernel();

    public string Section { get; init; } = "tracepoint/sched/sched_process_exec";

    public byte[] License { get; init; } = "GPL\0"u8.ToArray();

    public List<(uint Type, uint Offset, uint Size)> MapVariables { get; } = [];

    /// <summary>The section that the relocations of <c>.text</c> are said to be for.</summary>
    public int TextRelocationsTarget { get; set; } = Text;

    /// <summary>The bytes of <c>.BTF.ext</c>.</summary>
    public byte[] Extension { get; set; } = [];

    /// <summary>Declares a map at the next 16 bytes of <c>.maps</c>; the members are built by the caller.</summary>
    public void Map(string name, params (string Name, uint Type, uint Offset)[] members)
    {
        uint definition = Types.Struct("", (uint)members.Length * 8, members);
        MapVariables.Add((Types.Variable(name, definition, 1), (uint)MapVariables.Count * 16, 16));
    }

    /// <summary>The type of a member that means a number.</summary>
    public uint Number(uint value) => Types.Pointer(Types.Array(1, value));

    public void RingBuffer(string name, uint bytes) => Map(name, ("type", Number(27), 0), ("max_entries", Number(bytes), 8));

    public int Symbol(string name, byte info, int section, ulong value, ulong size = 0)
    {
        Span<byte> entry = stackalloc byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(entry, _names.Count);
        entry[4] = info;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], (ushort)section);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], value);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], size);
        _symbols.AddRange(entry.ToArray());
        _names.AddRange(Encoding.ASCII.GetBytes(name + "\0"));
        return (_symbols.Count / 24) - 1;
    }

    /// <summary>A global function.</summary>
    public int Function(string name, int section, int firstInstruction, int count) =>
        Symbol(name, 0x12, section, (ulong)firstInstruction * 8, (ulong)count * 8);

    /// <summary>A section's own symbol.</summary>
    public int SectionSymbol(int section) => Symbol("", 3, section, 0);

    public LoaderObject Emit(int section, byte code, byte registers = 0, short offset = 0, int immediate = 0)
    {
        Span<byte> at = stackalloc byte[8];
        at[0] = code;
        at[1] = registers;
        BinaryPrimitives.WriteInt16LittleEndian(at[2..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], immediate);
        (section == Code ? _code : _text).AddRange(at.ToArray());
        return this;
    }

    public LoaderObject Return(int section, int value = 0) => Emit(section, 0xb7, 0, 0, value).Emit(section, 0x95);

    /// <summary>A call of a function of the program, as the compiler leaves it.</summary>
    public LoaderObject CallFunction(int section, int immediate, int symbol = -1) =>
        Relocated(section, Call32, symbol).Emit(section, 0x85, 0x10, 0, immediate);

    /// <summary>A 64-bit load into r1, as the compiler leaves it.</summary>
    public LoaderObject LoadAddress(int section, int symbol, int immediate = 0) =>
        Relocated(section, Load64, symbol).Emit(section, 0x18, 1, 0, immediate).Emit(section, 0);

    public LoaderObject Relocated(int section, uint type, int symbol)
    {
        if (symbol < 0)
            return this;
        Span<byte> entry = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, (ulong)(section == Code ? _code : _text).Count);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], type);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], symbol);
        (section == Code ? _codeRelocations : _textRelocations).AddRange(entry.ToArray());
        return this;
    }

    /// <summary>Lists a section's relocations the other way round.</summary>
    public void ReverseRelocations(int section)
    {
        List<byte> entries = section == Code ? _codeRelocations : _textRelocations;
        byte[][] all = [.. entries.Chunk(16)];
        entries.Clear();
        for (int i = all.Length - 1; i >= 0; i--)
            entries.AddRange(all[i]);
    }

    public byte[] Build()
    {
        if (MapVariables.Count > 0)
            Types.DataSection(".maps", (uint)MapVariables.Count * 16, [.. MapVariables]);
        return ObjectBuilder.Elf(
            (Section, 1, 6, [.. _code], 0, 0, 0),
            (".text", 1, 6, [.. _text], 0, 0, 0),
            (".maps", 1, 3, new byte[MapVariables.Count * 16], 0, 0, 0),
            (".rodata", 1, 2, [.. "0123456789abcdef"u8], 0, 0, 0),
            (".bss", 8, 3, new byte[32], 0, 0, 0),
            ("license", 1, 3, License, 0, 0, 0),
            (".BTF", 1, 0, Types.Build(), 0, 0, 0),
            (".symtab", 2, 0, [.. _symbols], 9, 1, 24),
            (".strtab", 3, 0, [.. _names], 0, 0, 0),
            (".rel" + Section, 9, 0, [.. _codeRelocations], 8, Code, 16),
            (".rel.text", 9, 0, [.. _textRelocations], 8, (uint)TextRelocationsTarget, 16),
            (Extension.Length == 0 ? ".none" : ".BTF.ext", 1, 0, Extension, 0, 0, 0));
    }

    public delegate void Use(ref ObjectFile opened, ref Arena arena);

    /// <summary>Opens an object and hands it over; a fault is returned instead.</summary>
    public static unsafe Fault Open(byte[] file, Use use)
    {
        const int ArenaBytes = 1 << 20;
        byte* memory = (byte*)NativeMemory.Alloc(ArenaBytes);
        try
        {
            var arena = new Arena(memory, ArenaBytes);
            Fault fault = ObjectFile.Open(file, ref arena, out ObjectFile opened);
            if (!fault.Failed)
                use(ref opened, ref arena);
            return fault;
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
