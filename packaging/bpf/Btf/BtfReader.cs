using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>
/// Reads BTF in place (the kernel's Documentation/bpf/btf.rst). <see cref="Open"/> checks that every type lies within the data;
/// a reference or a name that leads nowhere reads as void or as the empty name, so no BTF, however broken, can lead outside.
/// What a target is like (pointer size) is taken from the BTF, never from the machine that reads it.
/// </summary>
public readonly ref partial struct BtfReader
{
    /// <summary>The longest chain of typedefs, modifiers and arrays that is followed.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _types;
    private readonly ReadOnlySpan<byte> _strings;
    private readonly ReadOnlySpan<int> _positions;

    private BtfReader(ReadOnlySpan<byte> types, ReadOnlySpan<byte> strings, ReadOnlySpan<int> positions, int pointerSize)
    {
        _types = types;
        _strings = strings;
        _positions = positions;
        PointerSize = pointerSize;
    }

    /// <summary>How many types there are, void included: ids are below this.</summary>
    public int TypeCount => _positions.Length;

    /// <summary>Bytes of a pointer on the machine that this BTF describes: 4 or 8; 0 if it has no <c>long</c> to tell by.</summary>
    public int PointerSize { get; }

    /// <summary>
    /// The same BTF with another pointer size. A BPF object has 8-byte pointers whatever its source language called <c>long</c>.
    /// </summary>
    /// <param name="bytes">4 or 8.</param>
    public BtfReader WithPointerSize(int bytes) => new(_types, _strings, _positions, bytes);

    /// <summary>The type section.</summary>
    public ReadOnlySpan<byte> Types => _types;

    /// <summary>The strings, each ending with a zero byte.</summary>
    public ReadOnlySpan<byte> Strings => _strings;

    /// <summary>The type of an id; void where there is none.</summary>
    public BtfType Type(uint id)
    {
        if (id == 0 || id >= (uint)_positions.Length)
            return default;
        int position = _positions[(int)id];
        ReadOnlySpan<byte> header = _types.Slice(position, BtfType.HeaderSize);
        return new BtfType(
            id, position, LittleEndian.U32(header, 0), LittleEndian.U32(header, 4), LittleEndian.U32(header, 8));
    }

    /// <summary>Whether an id is void or one of this BTF's types.</summary>
    public bool Contains(uint id) => id < (uint)_positions.Length;

    /// <summary>The string at an offset; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name(uint offset) => ZeroTerminated.At(_strings, offset);

    /// <summary>A type's name; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name(BtfType type) => ZeroTerminated.At(_strings, type.NameOffset);

    /// <summary>Whether the string at an offset is empty, or not there.</summary>
    public bool HasNoName(uint offset) => offset >= (uint)_strings.Length || _strings[(int)offset] == 0;

    /// <summary>Whether the string at an offset is a given one; cheaper than reading it.</summary>
    public bool NameEquals(uint offset, ReadOnlySpan<byte> name) =>
        (ulong)offset + (uint)name.Length < (ulong)_strings.Length && _strings[(int)offset + name.Length] == 0
        && _strings.Slice((int)offset, name.Length).SequenceEqual(name);

    /// <summary>Finds the first type of a kind and name.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ReadOnlySpan<byte> name, BtfKind kind, out BtfType type)
    {
        for (uint id = 1; id < (uint)TypeCount; id++)
        {
            type = Type(id);
            if (type.Kind == kind && NameEquals(type.NameOffset, name))
                return true;
        }

        type = default;
        return false;
    }

    /// <summary>A member of a struct or union.</summary>
    /// <param name="type">The struct or union.</param>
    /// <param name="index">From 0 to <see cref="BtfType.Count"/> - 1.</param>
    public BtfMember Member(BtfType type, int index)
    {
        ReadOnlySpan<byte> member = Item(type, index, 12);
        uint offset = LittleEndian.U32(member, 8);
        return new BtfMember(
            LittleEndian.U32(member, 0),
            LittleEndian.U32(member, 4),
            type.KindFlag ? offset & 0xffffff : offset,
            type.KindFlag ? offset >> 24 : 0);
    }

    /// <summary>A constant of an enum of either width.</summary>
    /// <param name="type">The enum.</param>
    /// <param name="index">From 0 to <see cref="BtfType.Count"/> - 1.</param>
    public BtfEnumerator Enumerator(BtfType type, int index)
    {
        if (type.Kind == BtfKind.Enum64)
        {
            ReadOnlySpan<byte> wide = Item(type, index, 12);
            return new BtfEnumerator(
                LittleEndian.U32(wide, 0), LittleEndian.U32(wide, 4) | ((ulong)LittleEndian.U32(wide, 8) << 32));
        }

        ReadOnlySpan<byte> narrow = Item(type, index, 8);
        return new BtfEnumerator(LittleEndian.U32(narrow, 0), (ulong)(long)LittleEndian.I32(narrow, 4));
    }

    /// <summary>A parameter of a function prototype.</summary>
    /// <param name="type">The prototype.</param>
    /// <param name="index">From 0 to <see cref="BtfType.Count"/> - 1.</param>
    public BtfParameter Parameter(BtfType type, int index)
    {
        ReadOnlySpan<byte> parameter = Item(type, index, 8);
        return new BtfParameter(LittleEndian.U32(parameter, 0), LittleEndian.U32(parameter, 4));
    }

    /// <summary>A variable of a data section.</summary>
    /// <param name="type">The data section.</param>
    /// <param name="index">From 0 to <see cref="BtfType.Count"/> - 1.</param>
    public BtfSectionVariable SectionVariable(BtfType type, int index)
    {
        ReadOnlySpan<byte> variable = Item(type, index, 12);
        return new BtfSectionVariable(
            LittleEndian.U32(variable, 0), LittleEndian.U32(variable, 4), LittleEndian.U32(variable, 8));
    }

    /// <summary>What follows an array.</summary>
    public BtfArray Array(BtfType type)
    {
        ReadOnlySpan<byte> array = _types.Slice(type.Body, 12);
        return new BtfArray(LittleEndian.U32(array, 0), LittleEndian.U32(array, 4), LittleEndian.U32(array, 8));
    }

    /// <summary>What follows an integer.</summary>
    public BtfIntEncoding IntEncoding(BtfType type) => new(LittleEndian.U32(_types, type.Body));

    /// <summary>The linkage of a variable: 0 static, 1 global, 2 extern.</summary>
    public uint VariableLinkage(BtfType type) => LittleEndian.U32(_types, type.Body);

    /// <summary>Which member or parameter a declaration's tag is on; -1 for the declaration itself.</summary>
    public int TaggedComponent(BtfType type) => LittleEndian.I32(_types, type.Body);

    private ReadOnlySpan<byte> Item(BtfType type, int index, int size) =>
        _types.Slice(type.Body, type.Count * size).Slice(index * size, size);
}
