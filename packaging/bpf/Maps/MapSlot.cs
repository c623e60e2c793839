// Static initialisers of BTF-defined maps: relocations of .maps, each for a pointer in a map's "values" array.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Maps;

/// <summary>What an object wants in one slot of a map of maps or of an array of programs from the start.</summary>
public struct MapSlot
{
    private const int PointerBytes = 8;

    /// <summary>The map that is to be filled: its number in the object.</summary>
    public int Map;

    /// <summary>Its key.</summary>
    public uint Key;

    /// <summary>The number of the map, or of the program for a <see cref="MapType.ProgramArray"/>, that goes in.</summary>
    public int Target;

    /// <summary>Reads the initialisers.</summary>
    /// <param name="opened">An object whose maps and programs are read.</param>
    /// <param name="arena">Keeps the list.</param>
    /// <param name="slots">All of them, in the file's order.</param>
    /// <returns><see cref="FaultCode.MapBadSlot"/> with the map's number, or a fault of the 200s.</returns>
    internal static Fault Read(scoped in ObjectFile opened, scoped ref Arena arena, out Span<MapSlot> slots)
    {
        slots = default;
        ElfReader elf = opened.Elf;
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            if (section.Type != ElfSectionType.Relocations || section.Info >= (uint)elf.SectionCount
                || !elf.Name(elf.Section((int)section.Info)).SequenceEqual(MapDefinitions.SectionName))
            {
                continue;
            }
            Fault fault = elf.Relocations(section, out ElfRelocationTable relocations);
            if (!fault.Failed)
                fault = arena.Allocate(relocations.Count, out slots);
            for (int j = 0; j < relocations.Count && !fault.Failed; j++)
                fault = Read(opened, relocations[j], out slots[j]);
            return fault;
        }
        return Fault.None;
    }

    private static Fault Read(in ObjectFile opened, ElfRelocation relocation, out MapSlot slot)
    {
        slot = default;
        slot.Map = Owner(opened.Maps, relocation.Offset);
        if (slot.Map < 0)
            return new Fault(FaultCode.MapBadSlot, 0);
        ref MapSpec map = ref opened.Maps[slot.Map];
        ulong start = (ulong)map.SectionOffset + map.SlotsOffset;
        if (map.SlotsOffset == 0 || relocation.Offset < start || (relocation.Offset - start) % PointerBytes != 0)
            return new Fault(FaultCode.MapBadSlot, slot.Map);
        ulong key = (relocation.Offset - start) / PointerBytes;
        ElfSymbol symbol = opened.Elf.Symbol((int)relocation.Symbol);
        slot.Key = (uint)key;
        slot.Target = map.Type == MapType.ProgramArray ? FindProgram(opened.Programs, symbol) : FindMap(opened.Maps, symbol);
        bool fits = map.MaxEntries == 0 || key < map.MaxEntries;
        return slot.Target < 0 || !fits ? new Fault(FaultCode.MapBadSlot, slot.Map) : Fault.None;
    }

    // The declared map that starts last before a place; all of .maps is maps.
    private static int Owner(ReadOnlySpan<MapSpec> maps, ulong offset)
    {
        int owner = -1;
        for (int i = 0; i < maps.Length; i++)
        {
            if (IsDeclared(maps[i]) && maps[i].SectionOffset <= offset && (owner < 0 || maps[i].SectionOffset >= maps[owner].SectionOffset))
                owner = i;
        }
        return owner;
    }

    private static int FindMap(ReadOnlySpan<MapSpec> maps, ElfSymbol symbol)
    {
        for (int i = 0; i < maps.Length; i++)
        {
            if (!maps[i].IsData && maps[i].Section == symbol.Section && maps[i].SectionOffset == symbol.Value)
                return i;
        }
        return -1;
    }

    private static int FindProgram(ReadOnlySpan<ProgramSpec> programs, ElfSymbol symbol)
    {
        for (int i = 0; i < programs.Length; i++)
        {
            if (programs[i].Symbol == symbol.Index)
                return i;
        }
        return -1;
    }

    private static bool IsDeclared(in MapSpec map) => !map.IsData && map.Symbol == 0 && map.Type != MapType.StructOps;
}
