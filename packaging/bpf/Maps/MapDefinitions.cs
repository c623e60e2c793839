// BTF-defined maps: a variable in the section .maps whose struct type spells out the attributes. A number is the length of an
// array behind a pointer, a type is what a pointer points to (libbpf's __uint and __type).

using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Maps;

/// <summary>Reads the definition of a map out of an object's BTF.</summary>
public static class MapDefinitions
{
    /// <summary>The data section that declares maps.</summary>
    public static ReadOnlySpan<byte> SectionName => ".maps"u8;

    /// <summary>Reads one definition.</summary>
    /// <param name="types">The object's BTF.</param>
    /// <param name="variable">The variable in its data section.</param>
    /// <param name="map">The map, but for its section.</param>
    /// <returns>A fault of the 600s, or of the 300s where the BTF leads nowhere.</returns>
    public static Fault Read(in BtfReader types, BtfSectionVariable variable, out MapSpec map)
    {
        map = default;
        map.Fd = MapSpec.NotCreated;
        map.SectionOffset = variable.Offset;
        BtfType declared = types.Type(variable.Type);
        if (declared.Kind != BtfKind.Variable)
            return new Fault(FaultCode.MapBadDefinition);
        map.NameOffset = declared.NameOffset;
        Fault fault = types.SkipModifiers(declared.SizeOrType, out BtfType definition);
        if (fault.Failed)
            return fault;
        if (definition.Kind != BtfKind.Struct)
            return new Fault(FaultCode.MapBadDefinition);
        for (int i = 0; i < definition.Count; i++)
        {
            fault = ReadMember(types, types.Member(definition, i), ref map);
            if (fault.Failed)
                return fault;
        }
        return map.Type == 0 ? new Fault(FaultCode.MapWithoutType) : Fault.None;
    }

    private static Fault ReadMember(in BtfReader types, BtfMember member, ref MapSpec map)
    {
        ReadOnlySpan<byte> name = types.Name(member.NameOffset);
        if (name.SequenceEqual("key"u8))
            return ReadType(types, member.Type, ref map.KeyType, ref map.KeyBytes);
        if (name.SequenceEqual("value"u8))
            return ReadType(types, member.Type, ref map.ValueType, ref map.ValueBytes);
        if (name.SequenceEqual("type"u8))
            return ReadNumber(types, member.Type, ref map.Type);
        if (name.SequenceEqual("max_entries"u8))
            return ReadNumber(types, member.Type, ref map.MaxEntries);
        if (name.SequenceEqual("map_flags"u8))
            return ReadNumber(types, member.Type, ref map.Flags);
        if (name.SequenceEqual("key_size"u8))
            return ReadNumber(types, member.Type, ref map.KeyBytes);
        if (name.SequenceEqual("value_size"u8))
            return ReadNumber(types, member.Type, ref map.ValueBytes);
        return new Fault(FaultCode.MapUnknownAttribute);
    }

    private static Fault ReadNumber(in BtfReader types, uint id, ref uint number)
    {
        Fault fault = ReadPointer(types, id, out uint target);
        if (fault.Failed)
            return fault;
        BtfType array = types.Type(target);
        if (array.Kind != BtfKind.Array)
            return new Fault(FaultCode.MapBadDefinition);
        number = types.Array(array).Count;
        return Fault.None;
    }

    private static Fault ReadType(in BtfReader types, uint id, ref uint type, ref uint size)
    {
        Fault fault = ReadPointer(types, id, out type);
        return fault.Failed ? fault : types.Size(type, out size);
    }

    private static Fault ReadPointer(in BtfReader types, uint id, out uint target)
    {
        target = 0;
        Fault fault = types.SkipModifiers(id, out BtfType pointer);
        if (fault.Failed)
            return fault;
        if (pointer.Kind != BtfKind.Pointer)
            return new Fault(FaultCode.MapBadDefinition);
        target = pointer.SizeOrType;
        return Fault.None;
    }
}
