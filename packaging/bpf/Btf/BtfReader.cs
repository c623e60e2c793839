using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>
/// Reads BTF in place (the kernel's Documentation/bpf/btf.rst). <see cref="Open"/> checks that every type lies within the data;
/// a reference or a name that leads nowhere reads as void or as the empty name, so no BTF, however broken, can lead outside.
/// What a target is like (byte order, pointer size) is taken from the BTF, never from the machine that reads it.
/// </summary>
public readonly ref partial struct BtfReader
{
    /// <summary>The longest chain of typedefs, modifiers and arrays that is followed.</summary>
    public const int MaxDepth = 64;

    private readonly BtfTable _own;
    private readonly BtfTable _base;
    private readonly bool _isBig;

    private BtfReader(scoped in BtfTable own, scoped in BtfTable @base, int pointerSize, bool isBig)
    {
        _own = own;
        _base = @base;
        PointerSize = pointerSize;
        _isBig = isBig;
    }

    /// <summary>How many types there are, void and those of a base included: ids are below this.</summary>
    public int TypeCount => _own.EndId;

    /// <summary>The first id of this BTF's own: 1, or for split BTF the first that its base doesn't have.</summary>
    public uint FirstId => (uint)_own.FirstId;

    /// <summary>Bytes of a pointer on the machine that this BTF describes: 4 or 8; 0 if it has no <c>long</c> to tell by.</summary>
    public int PointerSize { get; }

    /// <summary>Whether that machine is big endian.</summary>
    public bool IsBigEndian => Features.BigEndian && _isBig;

    /// <summary>
    /// The same BTF with another pointer size. A BPF object has 8-byte pointers whatever its source language called <c>long</c>.
    /// </summary>
    /// <param name="bytes">4 or 8.</param>
    public BtfReader WithPointerSize(int bytes) => new(_own, _base, bytes, _isBig);

    /// <summary>The type section; of split BTF, its own.</summary>
    public ReadOnlySpan<byte> Types => _own.Types;

    /// <summary>The strings, each ending with a zero byte; of split BTF, its own.</summary>
    public ReadOnlySpan<byte> Strings => _own.Strings;

    /// <summary>The type of an id; void where there is none.</summary>
    public BtfType Type(uint id)
    {
        if (id == 0 || id >= (uint)TypeCount)
            return default;
        if (Features.ModuleTypes && id < FirstId)
            return Header(_base.Types, id, Position(_base, id));
        return Header(_own.Types, id, Position(_own, id));
    }

    /// <summary>Whether an id is void or one of this BTF's types.</summary>
    public bool Contains(uint id) => id < (uint)TypeCount;

    /// <summary>Whether there is a string at an offset.</summary>
    public bool ContainsName(uint offset) => offset < (uint)_own.EndOfStrings;

    /// <summary>The string at an offset; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name(uint offset)
    {
        ReadOnlySpan<byte> strings = StringsAt(ref offset);
        return ZeroTerminated.At(strings, offset);
    }

    /// <summary>A type's name; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name(BtfType type) => Name(type.NameOffset);

    /// <summary>Whether the string at an offset is empty, or not there.</summary>
    public bool HasNoName(uint offset)
    {
        ReadOnlySpan<byte> strings = StringsAt(ref offset);
        return offset >= (uint)strings.Length || strings[(int)offset] == 0;
    }

    /// <summary>Whether the string at an offset is a given one; cheaper than reading it.</summary>
    public bool NameEquals(uint offset, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> strings = StringsAt(ref offset);
        return (ulong)offset + (uint)name.Length < (ulong)strings.Length && strings[(int)offset + name.Length] == 0
            && strings.Slice((int)offset, name.Length).SequenceEqual(name);
    }

    /// <summary>Goes through the types in the order of their ids; cheaper than asking for each.</summary>
    /// <param name="first">The id to begin with.</param>
    public BtfTypeCursor From(uint first) => new(this, first);

    /// <summary>Finds the first type of a kind and name.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ReadOnlySpan<byte> name, BtfKind kind, out BtfType type)
    {
        BtfTypeCursor cursor = From(1);
        while (cursor.Next(out type))
        {
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
        uint offset = U32(member, 8);
        return new BtfMember(
            U32(member, 0),
            U32(member, 4),
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
            return new BtfEnumerator(U32(wide, 0), U32(wide, 4) | ((ulong)U32(wide, 8) << 32));
        }

        ReadOnlySpan<byte> narrow = Item(type, index, 8);
        return new BtfEnumerator(U32(narrow, 0), (ulong)(long)(int)U32(narrow, 4));
    }

    /// <summary>A parameter of a function prototype.</summary>
    /// <param name="type">The prototype.</param>
    /// <param name="index">From 0 to <see cref="BtfType.Count"/> - 1.</param>
    public BtfParameter Parameter(BtfType type, int index)
    {
        ReadOnlySpan<byte> parameter = Item(type, index, 8);
        return new BtfParameter(U32(parameter, 0), U32(parameter, 4));
    }

    /// <summary>A variable of a data section.</summary>
    /// <param name="type">The data section.</param>
    /// <param name="index">From 0 to <see cref="BtfType.Count"/> - 1.</param>
    public BtfSectionVariable SectionVariable(BtfType type, int index)
    {
        ReadOnlySpan<byte> variable = Item(type, index, 12);
        return new BtfSectionVariable(U32(variable, 0), U32(variable, 4), U32(variable, 8));
    }

    /// <summary>What follows an array.</summary>
    public BtfArray Array(BtfType type)
    {
        ReadOnlySpan<byte> array = TypesOf(type.Id).Slice(type.Body, 12);
        return new BtfArray(U32(array, 0), U32(array, 4), U32(array, 8));
    }

    /// <summary>What follows an integer.</summary>
    public BtfIntEncoding IntEncoding(BtfType type) => new(U32(TypesOf(type.Id), type.Body));

    /// <summary>The linkage of a variable: 0 static, 1 global, 2 extern.</summary>
    public uint VariableLinkage(BtfType type) => U32(TypesOf(type.Id), type.Body);

    /// <summary>Which member or parameter a declaration's tag is on; -1 for the declaration itself.</summary>
    public int TaggedComponent(BtfType type) => (int)U32(TypesOf(type.Id), type.Body);

    /// <summary>The type whose header is at a position of one of the two type sections.</summary>
    internal BtfType Header(ReadOnlySpan<byte> types, uint id, int position)
    {
        ReadOnlySpan<byte> header = types.Slice(position, BtfType.HeaderSize);
        return new BtfType(id, position, U32(header, 0), U32(header, 4), U32(header, 8));
    }

    private ReadOnlySpan<byte> Item(BtfType type, int index, int size) =>
        TypesOf(type.Id).Slice(type.Body, type.Count * size).Slice(index * size, size);

    private ReadOnlySpan<byte> TypesOf(uint id) => Features.ModuleTypes && id < FirstId ? _base.Types : _own.Types;

    /// <summary>The strings that an offset is in, and the offset in them.</summary>
    private ReadOnlySpan<byte> StringsAt(scoped ref uint offset)
    {
        if (!Features.ModuleTypes || _own.FirstString == 0)
            return _own.Strings;
        if (offset < (uint)_own.FirstString)
            return _base.Strings;
        offset -= (uint)_own.FirstString;
        return _own.Strings;
    }

    /// <summary>Where a type is: from the nearest one before it whose place is kept.</summary>
    private int Position(in BtfTable table, uint id)
    {
        uint own = id - (uint)table.FirstId;
        int position = table.Positions[(int)(own >> table.Shift)];
        for (uint skip = own & ((1u << table.Shift) - 1); skip != 0; skip--)
            position += BtfType.HeaderSize + BodySize(U32(table.Types, position + 4));
        return position;
    }

    private uint U32(ReadOnlySpan<byte> data, int at) => ByteOrder.U32(data, at, _isBig);
}
