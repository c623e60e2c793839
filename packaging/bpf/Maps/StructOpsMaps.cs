// struct_ops as libbpf's users declare it: a variable of the kernel's struct in the section .struct_ops or .struct_ops.link (v6.4),
// whose function pointers are initialised with programs.

using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;

namespace Corewright.Bpf.Maps;

/// <summary>Finds the maps that register structs of functions with the kernel.</summary>
internal static class StructOpsMaps
{
    private const uint KeyBytes = 4;

    private static ReadOnlySpan<byte> Plain => ".struct_ops"u8;

    private static ReadOnlySpan<byte> Linked => ".struct_ops.link"u8;

    /// <summary>How many there are.</summary>
    public static int Count(scoped in ElfReader elf, scoped in BtfReader types) => Count(elf, types, Plain) + Count(elf, types, Linked);

    /// <summary>Describes them.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="types">Its types.</param>
    /// <param name="maps">As many as there are.</param>
    /// <param name="first">The number of the first one, for faults.</param>
    /// <returns><see cref="FaultCode.StructOpsBadDefinition"/> with the map's number.</returns>
    public static Fault Read(scoped in ElfReader elf, scoped in BtfReader types, Span<MapSpec> maps, int first)
    {
        int next = 0;
        Fault fault = Read(elf, types, Plain, 0, maps, ref next, first);
        return fault.Failed ? fault : Read(elf, types, Linked, MapFlags.Link, maps, ref next, first);
    }

    private static int Count(scoped in ElfReader elf, scoped in BtfReader types, ReadOnlySpan<byte> name) =>
        types.TryFind(name, BtfKind.DataSection, out BtfType section) && elf.TryFindSection(name, out _) ? section.Count : 0;

    private static Fault Read(
        scoped in ElfReader elf, scoped in BtfReader types, ReadOnlySpan<byte> name, uint flags, Span<MapSpec> maps, ref int next, int first)
    {
        if (!types.TryFind(name, BtfKind.DataSection, out BtfType declared) || !elf.TryFindSection(name, out ElfSection section))
            return Fault.None;
        for (int i = 0; i < declared.Count; i++)
        {
            ref MapSpec map = ref maps[next];
            map = MapSpec.Empty();
            BtfSectionVariable place = types.SectionVariable(declared, i);
            BtfType variable = types.Type(place.Type);
            if (variable.Kind != BtfKind.Variable || types.SkipModifiers(variable.SizeOrType, out BtfType type).Failed
                || type.Kind != BtfKind.Struct)
            {
                return new Fault(FaultCode.StructOpsBadDefinition, first + next);
            }
            map.NameOffset = variable.NameOffset;
            map.Section = section.Index;
            map.SectionOffset = place.Offset;
            if (section.Type != ElfSectionType.ProgBits || (ulong)map.SectionOffset + type.SizeOrType > section.Size)
                return new Fault(FaultCode.StructOpsBadDefinition, first + next);
            map.Type = MapType.StructOps;
            map.Flags = flags;
            map.KeyBytes = KeyBytes;
            map.MaxEntries = 1;
            map.StructType = type.Id;
            next++;
        }
        return Fault.None;
    }
}
