using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Corewright.Bpf.Btf;

namespace Corewright.Tests.Bpf;

/// <summary>Writes a small BPF object by hand: ELF, one function in a section of its own, .BTF, .BTF.ext.</summary>
internal sealed class ObjectBuilder
{
    private readonly BtfBuilder _btf;
    private readonly List<byte> _code = [];
    private readonly List<(uint Offset, uint Type, uint Access, CoreKind Kind)> _relocations = [];

    public ObjectBuilder(BtfBuilder btf) => _btf = btf;

    public string Section { get; init; } = "tracepoint/sched/sched_process_exec";

    public string Function { get; init; } = "on_exec";

    public int RelocationCount => _relocations.Count;

    public uint CodeLength => (uint)_code.Count;

    /// <summary>One instruction.</summary>
    public ObjectBuilder Emit(byte code, byte registers = 0, short offset = 0, int immediate = 0)
    {
        Span<byte> at = stackalloc byte[8];
        at[0] = code;
        at[1] = registers;
        BinaryPrimitives.WriteInt16LittleEndian(at[2..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], immediate);
        _code.AddRange(at.ToArray());
        return this;
    }

    /// <summary><c>r1 = immediate</c>, with a relocation of the immediate.</summary>
    public ObjectBuilder Relocate(CoreKind kind, uint type, string access, int immediate)
    {
        _relocations.Add(((uint)_code.Count, type, _btf.Name(access), kind));
        return Emit(0xb7, 1, 0, immediate);
    }

    /// <summary><c>r1 = *(u64 *)(r1 + offset)</c> or another width, with a relocation of the offset.</summary>
    public ObjectBuilder RelocateLoad(uint type, string access, short offset, byte code = 0x79)
    {
        _relocations.Add(((uint)_code.Count, type, _btf.Name(access), CoreKind.FieldByteOffset));
        return Emit(code, 0x11, offset);
    }

    public byte[] Build()
    {
        Emit(0xb7);
        Emit(0x95);
        uint prototype = _btf.Prototype(0, ("context", 0));
        uint function = _btf.Function(Function, prototype, 1);
        byte[] ext = Extension(function);
        byte[] btf = _btf.Build();

        byte[] names = Encoding.ASCII.GetBytes($"\0{Function}\0");
        byte[] symbols = new byte[48];
        BinaryPrimitives.WriteUInt32LittleEndian(symbols.AsSpan(24), 1);
        symbols[28] = 0x12;
        BinaryPrimitives.WriteUInt16LittleEndian(symbols.AsSpan(30), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(symbols.AsSpan(40), (ulong)_code.Count);
        return Elf(
            (Section, 1, 6, [.. _code], 0, 0, 0),
            (".BTF", 1, 0, btf, 0, 0, 0),
            (".BTF.ext", 1, 0, ext, 0, 0, 0),
            (".symtab", 2, 0, symbols, 5, 1, 24),
            (".strtab", 3, 0, names, 0, 0, 0));
    }

    /// <summary>An ELF file of these sections; the null section and the section names are added.</summary>
    public static byte[] Elf(params (string Name, uint Type, ulong Flags, byte[] Data, uint Link, uint Info, ulong Entry)[] sections)
    {
        var names = new MemoryStream();
        names.WriteByte(0);
        var file = new MemoryStream();
        file.Write(new byte[64]);
        var headers = new List<byte[]> { new byte[64] };
        foreach ((string name, uint type, ulong flags, byte[] data, uint link, uint info, ulong entry) in sections)
        {
            headers.Add(Header((uint)names.Length, type, flags, file, data, link, info, entry));
            names.Write(Encoding.ASCII.GetBytes(name + "\0"));
        }

        uint own = (uint)names.Length;
        names.Write(".shstrtab\0"u8);
        headers.Add(Header(own, 3, 0, file, names.ToArray(), 0, 0, 0));
        long table = file.Length;
        foreach (byte[] header in headers)
            file.Write(header);

        byte[] result = file.ToArray();
        Span<byte> at = result;
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(at);
        BinaryPrimitives.WriteUInt16LittleEndian(at[16..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(at[18..], 247);
        BinaryPrimitives.WriteUInt32LittleEndian(at[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(at[40..], (ulong)table);
        BinaryPrimitives.WriteUInt16LittleEndian(at[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(at[58..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(at[60..], (ushort)headers.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(at[62..], (ushort)(headers.Count - 1));
        return result;
    }

    private static byte[] Header(
        uint name, uint type, ulong flags, MemoryStream file, byte[] data, uint link, uint info, ulong entry)
    {
        while (file.Length % 8 != 0)
            file.WriteByte(0);
        byte[] header = new byte[64];
        Span<byte> at = header;
        BinaryPrimitives.WriteUInt32LittleEndian(at, name);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], type);
        BinaryPrimitives.WriteUInt64LittleEndian(at[8..], flags);
        BinaryPrimitives.WriteUInt64LittleEndian(at[24..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(at[32..], (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(at[40..], link);
        BinaryPrimitives.WriteUInt32LittleEndian(at[44..], info);
        BinaryPrimitives.WriteUInt64LittleEndian(at[48..], 8);
        BinaryPrimitives.WriteUInt64LittleEndian(at[56..], entry);
        file.Write(data);
        return header;
    }

    private byte[] Extension(uint function)
    {
        uint section = _btf.Name(Section);
        var body = new List<uint> { 8, section, 1, 0, function };
        int relocations = body.Count * 4;
        if (_relocations.Count > 0)
        {
            body.AddRange([16, section, (uint)_relocations.Count]);
            foreach ((uint offset, uint type, uint access, CoreKind kind) in _relocations)
                body.AddRange([offset, type, access, (uint)kind]);
        }

        int end = body.Count * 4;
        List<uint> words =
        [
            0x0001eb9f, 32, 0, (uint)relocations, (uint)relocations, 0, (uint)relocations, (uint)(end - relocations), .. body,
        ];
        byte[] result = new byte[words.Count * 4];
        for (int i = 0; i < words.Count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(i * 4), words[i]);
        return result;
    }
}
