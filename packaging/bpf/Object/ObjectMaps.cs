using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Object;

/// <summary>Finds an object's maps: those that are declared, and one for each section of global variables.</summary>
internal static class ObjectMaps
{
    private const uint ArrayKeyBytes = 4;

    public static Fault Read(scoped in ElfReader elf, scoped in BtfReader types, scoped ref Arena arena, out Span<MapSpec> maps)
    {
        bool declares = types.TryFind(MapDefinitions.SectionName, BtfKind.DataSection, out BtfType section)
            && elf.TryFindSection(MapDefinitions.SectionName, out _);
        int declared = declares ? section.Count : 0;
        Fault fault = arena.Allocate(declared + CountDataSections(elf), out maps);
        for (int i = 0; i < declared && !fault.Failed; i++)
        {
            elf.TryFindSection(MapDefinitions.SectionName, out ElfSection place);
            fault = MapDefinitions.Read(types, types.SectionVariable(section, i), out maps[i]).At(i);
            maps[i].Section = place.Index;
        }
        if (!fault.Failed)
            AddDataSections(elf, maps[declared..]);
        return fault;
    }

    private static int CountDataSections(in ElfReader elf)
    {
        int count = 0;
        for (int i = 1; i < elf.SectionCount; i++)
            count += IsData(elf, elf.Section(i)) ? 1 : 0;
        return count;
    }

    private static void AddDataSections(in ElfReader elf, Span<MapSpec> maps)
    {
        int next = 0;
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            if (!IsData(elf, section))
                continue;
            ref MapSpec map = ref maps[next++];
            map = default;
            map.Fd = MapSpec.NotCreated;
            map.IsData = true;
            map.IsReadOnly = IsNamed(elf.Name(section), ".rodata"u8);
            map.Section = i;
            map.Type = MapSpec.ArrayType;
            map.KeyBytes = ArrayKeyBytes;
            map.ValueBytes = (uint)section.Size;
            map.MaxEntries = 1;
        }
    }

    // Compilers write .rodata.cst16, .rodata.str1.1 and the like beside .rodata; each is a map of its own.
    private static bool IsData(in ElfReader elf, in ElfSection section)
    {
        ReadOnlySpan<byte> name = elf.Name(section);
        return section.Size is not 0 and <= int.MaxValue
            && (section.Type == ElfSectionType.ProgBits
                ? IsNamed(name, ".rodata"u8) || IsNamed(name, ".data"u8)
                : section.Type == ElfSectionType.NoBits && IsNamed(name, ".bss"u8));
    }

    private static bool IsNamed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> family) =>
        name.Length >= family.Length && name[..family.Length].SequenceEqual(family)
        && (name.Length == family.Length || name[family.Length] == '.');
}
