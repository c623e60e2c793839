using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Btf;

/// <summary>Writes the kept types of a BTF as a BTF of its own (the kernel's Documentation/bpf/btf.rst), numbered anew in order.</summary>
internal ref struct BtfWriter
{
    private readonly BtfReader _btf;
    private readonly KeptTypes _kept;
    private readonly uint[] _newIds;
    private readonly MemoryStream _types = new();
    private readonly MemoryStream _strings = new();
    private readonly Dictionary<uint, uint> _newNames = [];

    private BtfWriter(BtfReader btf, KeptTypes kept)
    {
        _btf = btf;
        _kept = kept;
        _newIds = new uint[btf.TypeCount];
    }

    public static byte[] Write(BtfReader btf, KeptTypes kept)
    {
        var writer = new BtfWriter(btf, kept);
        return writer.Write();
    }

    private readonly byte[] Write()
    {
        _strings.WriteByte(0);
        uint count = 0;
        for (uint id = 1; id < (uint)_btf.TypeCount; id++)
        {
            if (_kept.HasType(id))
                _newIds[id] = ++count;
        }

        for (uint id = 1; id < (uint)_btf.TypeCount; id++)
        {
            if (_kept.HasType(id))
                WriteType(_btf.Type(id));
        }

        const int headerSize = 24;
        byte[] result = new byte[headerSize + _types.Length + _strings.Length];
        Span<byte> header = result;
        if (_btf.IsBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(header, BtfReader.Magic);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(header, BtfReader.Magic);
        header[2] = 1;
        Put(header[4..], headerSize);
        Put(header[12..], (uint)_types.Length);
        Put(header[16..], (uint)_types.Length);
        Put(header[20..], (uint)_strings.Length);
        _types.GetBuffer().AsSpan(0, (int)_types.Length).CopyTo(header[headerSize..]);
        _strings.GetBuffer().AsSpan(0, (int)_strings.Length).CopyTo(header[(headerSize + (int)_types.Length)..]);
        return result;
    }

    private readonly void WriteType(BtfType type)
    {
        bool hasItems = type.IsComposite || type.IsEnum || type.Kind == BtfKind.FunctionPrototype;
        int items = hasItems ? _kept.CountItems(type) : type.Count;
        U32(Name(type.NameOffset));
        U32((uint)items | ((uint)type.Kind << 24) | (type.KindFlag ? 1u << 31 : 0));
        bool refersToType = type.IsModifier
            || type.Kind is BtfKind.Pointer or BtfKind.Function or BtfKind.FunctionPrototype or BtfKind.Variable
                or BtfKind.DeclarationTag;
        U32(refersToType ? _newIds[type.SizeOrType] : type.SizeOrType);
        switch (type.Kind)
        {
            case BtfKind.Int or BtfKind.Variable or BtfKind.DeclarationTag:
                Copy(type, 0, 4);
                break;
            case BtfKind.Array:
                BtfArray array = _btf.Array(type);
                U32(_newIds[array.Element]);
                U32(_newIds[array.Index]);
                U32(array.Count);
                break;
            default:
                for (int i = 0; hasItems && i < type.Count; i++)
                {
                    if (_kept.HasItem(type, i))
                        WriteItem(type, i);
                }

                break;
        }
    }

    private readonly void WriteItem(BtfType type, int index)
    {
        switch (type.Kind)
        {
            case BtfKind.Struct or BtfKind.Union:
                BtfMember member = _btf.Member(type, index);
                U32(Name(member.NameOffset));
                U32(_newIds[member.Type]);
                Copy(type, (index * 12) + 8, 4);
                break;
            case BtfKind.FunctionPrototype:
                BtfParameter parameter = _btf.Parameter(type, index);
                U32(Name(parameter.NameOffset));
                U32(_newIds[parameter.Type]);
                break;
            case BtfKind.Enum64:
                U32(Name(_btf.Enumerator(type, index).NameOffset));
                Copy(type, (index * 12) + 4, 8);
                break;
            default:
                U32(Name(_btf.Enumerator(type, index).NameOffset));
                Copy(type, (index * 8) + 4, 4);
                break;
        }
    }

    /// <summary>Copies part of what follows a type's common header.</summary>
    private readonly void Copy(BtfType type, int offset, int length) =>
        _types.Write(_btf.Types.Slice(type.Position + 12 + offset, length));

    private readonly void U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        Put(bytes, value);
        _types.Write(bytes);
    }

    private readonly void Put(Span<byte> destination, uint value)
    {
        if (_btf.IsBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(destination, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(destination, value);
    }

    private readonly uint Name(uint offset)
    {
        if (_btf.HasNoName(offset))
            return 0;
        if (_newNames.TryGetValue(offset, out uint known))
            return known;
        uint at = (uint)_strings.Length;
        _strings.Write(_btf.Name(offset));
        _strings.WriteByte(0);
        _newNames.Add(offset, at);
        return at;
    }
}
