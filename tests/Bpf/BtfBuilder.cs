using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Corewright.Bpf.Btf;

namespace Corewright.Tests.Bpf;

/// <summary>Writes small BTFs by hand. Each method returns the new type's id; ids count from 1.</summary>
internal sealed class BtfBuilder
{
    private readonly MemoryStream _types = new();
    private readonly MemoryStream _strings = new();
    private readonly Dictionary<string, uint> _names = new() { [""] = 0 };
    private uint _count;

    private readonly int _firstString;

    public BtfBuilder() => _strings.WriteByte(0);

    /// <summary>Split BTF, whose ids and strings continue those of another one.</summary>
    public BtfBuilder(uint firstId, int firstString)
    {
        _count = firstId - 1;
        _firstString = firstString;
    }

    /// <summary>A BTF of a kernel whose pointers have this many bytes: type 1 is its <c>long</c>.</summary>
    public static BtfBuilder Kernel(int pointerSize = 8)
    {
        var btf = new BtfBuilder();
        btf.Int("long unsigned int", (uint)pointerSize);
        return btf;
    }

    public uint Int(string name, uint size, int flags = 0, int bitOffset = 0) =>
        Add(name, BtfKind.Int, 0, size, ((uint)flags << 24) | ((uint)bitOffset << 16) | (size * 8));

    public uint Pointer(uint target) => Add("", BtfKind.Pointer, 0, target);

    public uint Array(uint element, uint count) => Add("", BtfKind.Array, 0, 0, element, 1, count);

    public uint Typedef(string name, uint type) => Add(name, BtfKind.Typedef, 0, type);

    public uint Modifier(BtfKind kind, uint type) => Add("", kind, 0, type);

    public uint Forward(string name, bool isUnion = false) => Add(name, BtfKind.Forward, 0, 0, isUnion);

    public uint Float(string name, uint size) => Add(name, BtfKind.Float, 0, size);

    public uint Function(string name, uint prototype, int linkage) => Add(name, BtfKind.Function, linkage, prototype);

    public uint Variable(string name, uint type, uint linkage) => Add(name, BtfKind.Variable, 0, type, linkage);

    public uint DeclarationTag(string name, uint type, int component) =>
        Add(name, BtfKind.DeclarationTag, 0, type, (uint)component);

    /// <summary>Members are (name, type, byte offset).</summary>
    public uint Struct(string name, uint size, params (string Name, uint Type, uint Offset)[] members) =>
        Composite(BtfKind.Struct, name, size, members);

    public uint Union(string name, uint size, params (string Name, uint Type, uint Offset)[] members) =>
        Composite(BtfKind.Union, name, size, members);

    /// <summary>Members are (name, type, bit offset, width in bits; 0 if it is no bit field).</summary>
    public uint BitStruct(string name, uint size, params (string Name, uint Type, uint Bit, uint Width)[] members)
    {
        var words = new List<uint>();
        foreach ((string member, uint type, uint bit, uint width) in members)
            words.AddRange([Name(member), type, bit | (width << 24)]);
        return Add(name, BtfKind.Struct, members.Length, size, true, [.. words]);
    }

    public uint Enum(string name, uint size, bool isSigned, params (string Name, int Value)[] values)
    {
        var words = new List<uint>();
        foreach ((string value, int number) in values)
            words.AddRange([Name(value), (uint)number]);
        return Add(name, BtfKind.Enum, values.Length, size, isSigned, [.. words]);
    }

    public uint Enum64(string name, params (string Name, ulong Value)[] values)
    {
        var words = new List<uint>();
        foreach ((string value, ulong number) in values)
            words.AddRange([Name(value), (uint)number, (uint)(number >> 32)]);
        return Add(name, BtfKind.Enum64, values.Length, 8, [.. words]);
    }

    public uint Prototype(uint result, params (string Name, uint Type)[] parameters)
    {
        var words = new List<uint>();
        foreach ((string parameter, uint type) in parameters)
            words.AddRange([Name(parameter), type]);
        return Add("", BtfKind.FunctionPrototype, parameters.Length, result, [.. words]);
    }

    public uint DataSection(string name, uint size, params (uint Type, uint Offset, uint Size)[] variables)
    {
        var words = new List<uint>();
        foreach ((uint type, uint offset, uint bytes) in variables)
            words.AddRange([type, offset, bytes]);
        return Add(name, BtfKind.DataSection, variables.Length, size, [.. words]);
    }

    /// <summary>A type of any kind and any words, also ones that make no sense.</summary>
    public uint Raw(string name, int kind, int count, uint sizeOrType, params uint[] words) =>
        Add(name, (BtfKind)kind, count, sizeOrType, words);

    /// <summary>The string's offset; added if it isn't there.</summary>
    public uint Name(string text)
    {
        if (_names.TryGetValue(text, out uint known))
            return known;
        uint offset = (uint)(_firstString + _strings.Length);
        _strings.Write(Encoding.UTF8.GetBytes(text));
        _strings.WriteByte(0);
        _names.Add(text, offset);
        return offset;
    }

    public byte[] Build()
    {
        byte[] result = new byte[24 + _types.Length + _strings.Length];
        Span<byte> at = result;
        BinaryPrimitives.WriteUInt16LittleEndian(at, 0xeb9f);
        at[2] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], 24);
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], (int)_types.Length);
        BinaryPrimitives.WriteInt32LittleEndian(at[16..], (int)_types.Length);
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], (int)_strings.Length);
        _types.ToArray().CopyTo(at[24..]);
        _strings.ToArray().CopyTo(at[(24 + (int)_types.Length)..]);
        return result;
    }

    private uint Composite(BtfKind kind, string name, uint size, (string Name, uint Type, uint Offset)[] members)
    {
        var words = new List<uint>();
        foreach ((string member, uint type, uint offset) in members)
            words.AddRange([Name(member), type, offset * 8]);
        return Add(name, kind, members.Length, size, [.. words]);
    }

    private uint Add(string name, BtfKind kind, int count, uint sizeOrType, params uint[] words) =>
        Add(name, kind, count, sizeOrType, false, words);

    private uint Add(string name, BtfKind kind, int count, uint sizeOrType, bool flag, params uint[] words)
    {
        Word(Name(name));
        Word((uint)count | ((uint)kind << 24) | (flag ? 1u << 31 : 0));
        Word(sizeOrType);
        foreach (uint word in words)
            Word(word);
        return ++_count;
    }

    private void Word(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _types.Write(bytes);
    }
}
