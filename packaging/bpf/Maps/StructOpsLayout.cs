// The value of a struct_ops map is the kernel's struct bpf_struct_ops_NAME: counters and a state of the kernel's own, and then struct
// NAME as this kernel has it (Documentation/bpf/map_*.rst has none of it; kernel/bpf/bpf_struct_ops.c).

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Maps;

/// <summary>Lays a struct of functions out as the running kernel has it, and tells its programs which of its functions they are.</summary>
public ref struct StructOpsLayout
{
    private const int MaxNameBytes = 256;
    private const int PointerBytes = 8;
    // The largest that kernels have takes a few hundred.
    private const uint MaxValueBytes = 1 << 20;

    private readonly BtfReader _kernel;
    private readonly int _map;
    private ObjectFile _source;
    private ElfRelocationTable _relocations;
    private Span<byte> _value;
    private BtfType _local;
    private BtfType _target;
    private int _start;

    private StructOpsLayout(in ObjectFile source, int map, in BtfReader kernel)
    {
        _source = source;
        _map = map;
        _kernel = kernel;
    }

    /// <summary>Lays out one map's value.</summary>
    /// <param name="source">The object; the map gets its size and value, programs get the function that they are.</param>
    /// <param name="map">The map's number.</param>
    /// <param name="kernel">The running kernel's own BTF; without types where it has none.</param>
    /// <param name="arena">Keeps the value.</param>
    /// <param name="member">The member of the object's struct that doesn't fit; empty otherwise.</param>
    /// <returns>
    /// <see cref="FaultCode.FeatureMissing"/> where the kernel doesn't register such structs, <see cref="FaultCode.StructOpsMemberDiffers"/>.
    /// </returns>
    public static Fault Build(in ObjectFile source, int map, in BtfReader kernel, scoped ref Arena arena, out ReadOnlySpan<byte> member)
    {
        member = default;
        var layout = new StructOpsLayout(source, map, kernel);
        Fault fault = layout.FindTypes(ref arena);
        if (!fault.Failed)
            fault = layout.FindRelocations();
        for (int i = 0; i < layout._local.Count && !fault.Failed; i++)
        {
            BtfMember local = source.Types.Member(layout._local, i);
            fault = layout.Set(local);
            if (fault.Failed)
                member = source.Types.Name(local.NameOffset);
        }
        return fault;
    }

    private Fault FindTypes(scoped ref Arena arena)
    {
        ref MapSpec map = ref _source.Maps[_map];
        _local = _source.Types.Type(map.StructType);
        ReadOnlySpan<byte> name = EssentialName.Of(_source.Types.Name(_local)), prefix = "bpf_struct_ops_"u8;
        if (_kernel.TypeCount <= 1)
            return new Fault(FaultCode.FeatureMissing, (int)KernelFeature.KernelTypes);
        Span<byte> valueName = stackalloc byte[MaxNameBytes];
        if (prefix.Length + name.Length > valueName.Length)
            return new Fault(FaultCode.StructOpsBadDefinition, _map);
        prefix.CopyTo(valueName);
        name.CopyTo(valueName[prefix.Length..]);
        _target = _kernel.Type(KernelTypeLookup.Find(_kernel, 1, BtfKind.Struct, name));
        BtfType value = _kernel.Type(
            KernelTypeLookup.Find(_kernel, 1, BtfKind.Struct, valueName[..(prefix.Length + name.Length)]));
        _start = -1;
        for (int i = 0; i < value.Count && value.Kind == BtfKind.Struct; i++)
        {
            BtfMember candidate = _kernel.Member(value, i);
            if (!_kernel.SkipModifiers(candidate.Type, out BtfType type).Failed && type.Id == _target.Id && type.Id != 0)
                _start = (int)(candidate.BitOffset / 8);
        }
        if (_start < 0)
            return new Fault(FaultCode.FeatureMissing, (int)KernelFeature.StructOps);
        if (value.SizeOrType > MaxValueBytes)
            return new Fault(FaultCode.StructOpsBadDefinition, _map);
        Fault fault = arena.Allocate((int)value.SizeOrType, out _value);
        if (fault.Failed)
            return fault;
        _value.Clear();
        map.ValueBytes = value.SizeOrType;
        map.KernelValueType = value.Id;
        map.SetContents(_value);
        return (ulong)_start + _target.SizeOrType > (ulong)_value.Length ? new Fault(FaultCode.StructOpsBadDefinition, _map) : Fault.None;
    }

    private Fault FindRelocations()
    {
        for (int i = 1; i < _source.Elf.SectionCount; i++)
        {
            ElfSection section = _source.Elf.Section(i);
            if (section.Type == ElfSectionType.Relocations && section.Info == (uint)_source.Maps[_map].Section)
                return _source.Elf.Relocations(section, out _relocations);
        }
        return Fault.None;
    }

    private readonly Fault Set(BtfMember local)
    {
        ref MapSpec map = ref _source.Maps[_map];
        ReadOnlySpan<byte> name = EssentialName.Of(_source.Types.Name(local.NameOffset));
        int place = (int)(map.SectionOffset + (local.BitOffset / 8));
        // A BPF object's pointers, whatever its source calls long.
        Fault fault = _source.Types.WithPointerSize(PointerBytes).Size(local.Type, out uint size);
        if (fault.Failed || local.BitSize != 0 || (ulong)(local.BitOffset / 8) + size > _local.SizeOrType)
            return new Fault(FaultCode.StructOpsBadDefinition, _map);
        ReadOnlySpan<byte> initial = _source.Elf.Data(_source.Elf.Section(map.Section)).Slice(place, (int)size);
        int program = size == PointerBytes ? FindProgram(place, initial) : -1;
        bool isSet = program >= 0 || !IsZero(initial);
        if (!TryFindMember(name, out int index, out BtfMember theirs))
            return isSet ? new Fault(FaultCode.StructOpsMemberDiffers, _map) : Fault.None;
        if (!isSet)
            return Fault.None;
        _source.Types.SkipModifiers(local.Type, out BtfType mine);
        fault = _kernel.SkipModifiers(theirs.Type, out BtfType other);
        if (fault.Failed || _kernel.Size(theirs.Type, out uint room).Failed || theirs.BitSize != 0 || mine.Kind != other.Kind || room != size
            || (theirs.BitOffset / 8) + room > _target.SizeOrType)
        {
            return new Fault(FaultCode.StructOpsMemberDiffers, _map);
        }
        Span<byte> destination = _value.Slice(_start + (int)(theirs.BitOffset / 8), (int)room);
        if (program < 0)
        {
            // A pointer to something of the object's would be one to nothing in the kernel.
            if (mine.Kind == BtfKind.Pointer)
                return new Fault(FaultCode.StructOpsMemberDiffers, _map);
            initial.CopyTo(destination);
            return Fault.None;
        }
        ref ProgramSpec function = ref _source.Programs[program];
        if (!function.Selected)
            return Fault.None;
        function.AttachBtfId = _target.Id;
        function.ExpectedAttach = (AttachType)index;
        // Its descriptor takes this place once it has one.
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Reference(program));
        return Fault.None;
    }

    /// <summary>What stands for a program until it has a descriptor: no descriptor is that large.</summary>
    internal static ulong Reference(int program) => 0xb9f0_0000_0000_0000 | (uint)program;

    private readonly bool TryFindMember(ReadOnlySpan<byte> name, out int index, out BtfMember member)
    {
        member = default;
        for (index = 0; index < _target.Count; index++)
        {
            member = _kernel.Member(_target, index);
            if (_kernel.NameEquals(member.NameOffset, name))
                return true;
        }
        return false;
    }

    private readonly int FindProgram(int place, ReadOnlySpan<byte> initial)
    {
        for (int i = 0; i < _relocations.Count; i++)
        {
            if (_relocations[i].Offset != (ulong)place || _relocations[i].Type != BpfRelocationType.Absolute64)
                continue;
            ElfSymbol symbol = _source.Elf.Symbol((int)_relocations[i].Symbol);
            ulong start = symbol.Value + BinaryPrimitives.ReadUInt64LittleEndian(initial);
            for (int j = 0; j < _source.Programs.Length; j++)
            {
                if (_source.Programs[j].Section == symbol.Section && (ulong)_source.Programs[j].Start == start)
                    return j;
            }
        }
        return -1;
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b != 0)
                return false;
        }
        return true;
    }
}
