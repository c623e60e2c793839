using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Object;

/// <summary>
/// Finds an object's maps: those that are declared by types, those that are declared by numbers, and one for each section of global
/// variables.
/// </summary>
public static class ObjectMaps
{
    private const uint ArrayKeyBytes = 4;

    /// <summary>The section of variables that stand in an arena: of the address space that LLVM numbers 1.</summary>
    public static ReadOnlySpan<byte> ArenaVariables => ".addr_space.1"u8;

    // A program may use 64 (MAX_USED_MAPS of the kernel's include/linux/bpf_verifier.h). More than this is no object but an attack.
    private const int MostMaps = 4096;

    /// <summary>Reads them all, in that order.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="types">Its types.</param>
    /// <param name="configuration">What the map <c>.kconfig</c> is to hold, which comes last; empty for no such map.</param>
    /// <param name="arena">Keeps the lists.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="inner">What the maps are like that maps of maps hold: <see cref="MapSpec.Inner"/> leads here.</param>
    /// <returns>A fault of the 600s with the map's number, or of the 300s.</returns>
    public static Fault Read(
        scoped in ElfReader elf, scoped in BtfReader types, Span<byte> configuration, scoped ref Arena arena, out Span<MapSpec> maps,
        out Span<MapSpec> inner)
    {
        inner = default;
        ElfSection place = default;
        bool declares = types.TryFind(MapDefinitions.SectionName, BtfKind.DataSection, out BtfType section)
            && elf.TryFindSection(MapDefinitions.SectionName, out place);
        int declared = declares ? section.Count : 0;
        int legacy = Features.LegacyMaps ? CountLegacy(elf) : 0;
        int last = Features.Externs && configuration.Length != 0 ? 1 : 0;
        int structs = Features.StructOps ? StructOpsMaps.Count(elf, types) : 0;
        int count = declared + legacy + structs + CountDataSections(elf) + last;
        maps = default;
        if (count > MostMaps)
            return new Fault(FaultCode.MapTooMany, count);
        Fault fault = arena.Allocate(count, out maps);
        if (!fault.Failed && Features.MapRelations)
            fault = arena.Allocate(declared, out inner);
        int patterns = 0;
        for (int i = 0; i < declared && !fault.Failed; i++)
        {
            fault = MapDefinitions.Read(types, types.SectionVariable(section, i), out maps[i], out MapSpec pattern).At(i);
            maps[i].Section = place.Index;
            if (!Features.MapRelations || pattern.Type == MapType.Unspecified)
                continue;
            maps[i].Inner = patterns;
            inner[patterns++] = pattern;
        }
        if (Features.MapRelations)
            inner = arena.Shrink(inner, patterns);
        if (!fault.Failed && Features.LegacyMaps)
            fault = AddLegacy(elf, maps.Slice(declared, legacy), declared);
        if (!fault.Failed && Features.StructOps)
            fault = StructOpsMaps.Read(elf, types, maps.Slice(declared + legacy, structs), declared + legacy);
        if (!fault.Failed)
            AddDataSections(elf, maps[(declared + legacy + structs)..]);
        if (!fault.Failed && last != 0)
            AddConfiguration(ref maps[^1], configuration);
        if (!fault.Failed && Features.Arena)
            fault = PlaceArenaVariables(elf, maps[..declared]);
        return fault;
    }

    private static int CountLegacy(in ElfReader elf)
    {
        int count = 0;
        for (int i = 1; i < elf.SymbolCount; i++)
            count += LegacyMaps.IsMap(elf, elf.Symbol(i)) ? 1 : 0;
        return count;
    }

    private static Fault AddLegacy(in ElfReader elf, Span<MapSpec> maps, int first)
    {
        int next = 0;
        for (int i = 1; i < elf.SymbolCount && next < maps.Length; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (!LegacyMaps.IsMap(elf, symbol))
                continue;
            Fault fault = LegacyMaps.Read(elf, symbol, out maps[next]);
            if (fault.Failed)
                return fault.At(first + next);
            next++;
        }
        return Fault.None;
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
            map = MapSpec.Empty();
            map.IsData = true;
            map.IsReadOnly = IsNamed(elf.Name(section), ".rodata"u8);
            map.Section = i;
            map.Type = MapType.Array;
            map.KeyBytes = ArrayKeyBytes;
            map.ValueBytes = (uint)section.Size;
            map.MaxEntries = 1;
        }
    }

    // Variables that are declared as __arena have a section without a map of its own: they stand in the object's one arena.
    private static Fault PlaceArenaVariables(in ElfReader elf, Span<MapSpec> declared)
    {
        if (!elf.TryFindSection(ArenaVariables, out ElfSection section) || section.Size == 0)
            return Fault.None;
        int arena = -1, count = 0;
        for (int i = 0; i < declared.Length; i++)
        {
            if (declared[i].Type != MapType.Arena)
                continue;
            arena = i;
            count++;
        }
        if (count != 1 || section.Size > int.MaxValue)
            return new Fault(FaultCode.MapArenaVariables, Math.Max(arena, 0));
        declared[arena].DataSection = section.Index;
        declared[arena].DataBytes = (uint)section.Size;
        return Fault.None;
    }

    private static unsafe void AddConfiguration(ref MapSpec map, Span<byte> contents)
    {
        map = MapSpec.Empty();
        map.IsData = true;
        map.IsConfiguration = true;
        map.IsReadOnly = true;
        map.Type = MapType.Array;
        map.KeyBytes = ArrayKeyBytes;
        map.ValueBytes = (uint)contents.Length;
        map.MaxEntries = 1;
        // Arena memory does not move.
        fixed (byte* start = contents)
            map.Contents = start;
    }

    // Compilers write .rodata.cst16, .rodata.str1.1 and the like beside .rodata; each is a map of its own, and so are the
    // sections that a program names itself (.data.x).
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
