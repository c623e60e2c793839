// BTF-defined maps: a variable in the section .maps whose struct type spells out the attributes. A number is the length of an
// array behind a pointer or, where 32 bits are too few, an enum's only constant; a type is what a pointer points to; what a map
// of maps or an array of programs holds is an array of pointers at the end (libbpf's __uint, __ulong, __type and __array).

using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Maps;

/// <summary>Reads the definition of a map out of an object's BTF.</summary>
public static class MapDefinitions
{
    private const uint DescriptorBytes = 4;

    /// <summary>The data section that declares maps.</summary>
    public static ReadOnlySpan<byte> SectionName => ".maps"u8;

    /// <summary>Reads one definition.</summary>
    /// <param name="types">The object's BTF.</param>
    /// <param name="variable">The variable in its data section.</param>
    /// <param name="map">The map, but for its section; <see cref="MapSpec.SectionOffset"/> is what the BTF says.</param>
    /// <param name="inner">What the maps in a map of maps are like; without a type for any other map.</param>
    /// <returns>A fault of the 600s, or of the 300s where the BTF leads nowhere.</returns>
    public static Fault Read(in BtfReader types, BtfSectionVariable variable, out MapSpec map, out MapSpec inner)
    {
        map = MapSpec.Empty();
        inner = MapSpec.Empty();
        map.SectionOffset = variable.Offset;
        BtfType declared = types.Type(variable.Type);
        if (declared.Kind != BtfKind.Variable)
            return new Fault(FaultCode.MapBadDefinition);
        map.NameOffset = declared.NameOffset;
        Fault fault = ReadStruct(types, declared.SizeOrType, ref map, out uint slots);
        if (fault.Failed || map.SlotsOffset == 0)
            return fault;
        return Features.MapRelations ? ReadSlots(types, slots, ref map, ref inner) : new Fault(FaultCode.MapUnknownAttribute);
    }

    private static Fault ReadStruct(in BtfReader types, uint id, ref MapSpec map, out uint slots)
    {
        slots = 0;
        Fault fault = types.SkipModifiers(id, out BtfType definition);
        if (fault.Failed)
            return fault;
        if (definition.Kind != BtfKind.Struct)
            return new Fault(FaultCode.MapBadDefinition);
        for (int i = 0; i < definition.Count; i++)
        {
            BtfMember member = types.Member(definition, i);
            if (types.NameEquals(member.NameOffset, "values"u8))
            {
                // Nothing may come after it: it takes whatever room its initialisers need.
                if (i + 1 != definition.Count || member.BitOffset == 0 || member.BitOffset % 64 != 0)
                    return new Fault(FaultCode.MapBadDefinition);
                slots = member.Type;
                map.SlotsOffset = member.BitOffset / 8;
                break;
            }
            fault = ReadMember(types, member, ref map);
            if (fault.Failed)
                return fault;
        }
        return map.Type == MapType.Unspecified ? new Fault(FaultCode.MapWithoutType) : Fault.None;
    }

    private static Fault ReadMember(in BtfReader types, BtfMember member, ref MapSpec map)
    {
        ReadOnlySpan<byte> name = types.Name(member.NameOffset);
        if (name.SequenceEqual("key"u8))
            return ReadType(types, member.Type, ref map.KeyType, ref map.KeyBytes);
        if (name.SequenceEqual("value"u8))
            return ReadType(types, member.Type, ref map.ValueType, ref map.ValueBytes);
        if (name.SequenceEqual("key_size"u8))
            return ReadSize(types, member.Type, ref map.KeyBytes);
        if (name.SequenceEqual("value_size"u8))
            return ReadSize(types, member.Type, ref map.ValueBytes);
        if (name.SequenceEqual("map_extra"u8))
            return ReadNumber(types, member.Type, out map.Extra);
        Fault fault = ReadNumber(types, member.Type, out ulong number);
        if (fault.Failed)
            return fault;
        if (number > uint.MaxValue)
            return new Fault(FaultCode.MapBadDefinition);
        if (name.SequenceEqual("type"u8))
            map.Type = (MapType)number;
        else if (name.SequenceEqual("max_entries"u8))
            map.MaxEntries = (uint)number;
        else if (name.SequenceEqual("map_flags"u8))
            map.Flags |= (uint)number;
        else if (name.SequenceEqual("numa_node"u8))
            map.SetNumaNode((uint)number);
        else if (name.SequenceEqual("pinning"u8) && number <= (uint)MapPinning.ByName)
            map.Pinning = (MapPinning)number;
        else
            return new Fault(FaultCode.MapUnknownAttribute);
        return Fault.None;
    }

    // Programs to tail-call, or maps that are all alike.
    private static Fault ReadSlots(in BtfReader types, uint id, ref MapSpec map, ref MapSpec inner)
    {
        Fault fault = types.SkipModifiers(id, out BtfType array);
        if (fault.Failed)
            return fault;
        if (array.Kind != BtfKind.Array || (map.ValueBytes != 0 && map.ValueBytes != DescriptorBytes))
            return new Fault(FaultCode.MapBadDefinition);
        fault = ReadPointer(types, types.Array(array).Element, out uint target);
        if (fault.Failed)
            return fault;
        map.ValueBytes = DescriptorBytes;
        if (map.Type == MapType.ProgramArray)
        {
            map.KeyBytes = map.KeyBytes == 0 ? DescriptorBytes : map.KeyBytes;
            return types.SkipModifiers(target, out BtfType function).Failed || function.Kind != BtfKind.FunctionPrototype
                ? new Fault(FaultCode.MapBadDefinition)
                : Fault.None;
        }
        if (map.Type is not (MapType.ArrayOfMaps or MapType.HashOfMaps))
            return new Fault(FaultCode.MapBadDefinition);
        if (map.KeyBytes == 0 && map.Type == MapType.ArrayOfMaps)
            map.KeyBytes = DescriptorBytes;
        fault = ReadStruct(types, target, ref inner, out _);
        // The kernel nests maps one deep, and a pattern has no name that it could be pinned by.
        return !fault.Failed && (inner.SlotsOffset != 0 || inner.Pinning != MapPinning.None)
            ? new Fault(FaultCode.MapBadDefinition)
            : fault;
    }

    private static Fault ReadNumber(in BtfReader types, uint id, out ulong number)
    {
        number = 0;
        Fault fault = types.SkipModifiers(id, out BtfType type);
        if (fault.Failed)
            return fault;
        if (type.IsEnum && type.Count == 1)
        {
            number = types.Enumerator(type, 0).Value;
            return Fault.None;
        }
        if (type.Kind != BtfKind.Pointer || types.SkipModifiers(type.SizeOrType, out BtfType array).Failed || array.Kind != BtfKind.Array)
            return new Fault(FaultCode.MapBadDefinition);
        number = types.Array(array).Count;
        return Fault.None;
    }

    private static Fault ReadSize(in BtfReader types, uint id, ref uint size)
    {
        Fault fault = ReadNumber(types, id, out ulong number);
        return fault.Failed ? fault : Agree(ref size, number);
    }

    private static Fault ReadType(in BtfReader types, uint id, ref uint type, ref uint size)
    {
        Fault fault = ReadPointer(types, id, out type);
        if (fault.Failed)
            return fault;
        fault = types.Size(type, out uint bytes);
        return fault.Failed ? fault : Agree(ref size, bytes);
    }

    // A size may be said twice, as a number and by a type, but not differently.
    private static Fault Agree(ref uint size, ulong said)
    {
        if (said > uint.MaxValue || (size != 0 && size != said))
            return new Fault(FaultCode.MapBadDefinition);
        size = (uint)said;
        return Fault.None;
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
