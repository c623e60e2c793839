// Maps from before BTF: a symbol in the section "maps", or in one of its own that is called "maps/…", whose bytes are 32-bit
// words. libbpf until 1.0: type, key size, value size, entries, flags. Aya's older macros and iproute2 go on with an id, which only
// they use, and with how it is pinned. Whoever writes more must leave it zero.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Maps;

/// <summary>Reads maps that are declared by numbers alone.</summary>
public static class LegacyMaps
{
    private const int SmallestBytes = 5 * 4;
    private const int PinningOffset = 6 * 4;
    private const int KnownBytes = 7 * 4;

    /// <summary>Whether a section holds such maps.</summary>
    /// <param name="name">The section's name.</param>
    public static bool IsSection(ReadOnlySpan<byte> name) =>
        name.Length >= 4 && name[..4].SequenceEqual("maps"u8) && (name.Length == 4 || name[4] == '/');

    /// <summary>Whether a symbol declares such a map.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="symbol">One of its symbols.</param>
    public static bool IsMap(in ElfReader elf, in ElfSymbol symbol)
    {
        if (symbol.Section == 0 || symbol.Section >= elf.SectionCount || symbol.Type is not (ElfSymbolType.Object or ElfSymbolType.None)
            || elf.Name(symbol).Length == 0)
        {
            return false;
        }
        ElfSection section = elf.Section(symbol.Section);
        return section.Type == ElfSectionType.ProgBits && IsSection(elf.Name(section));
    }

    /// <summary>Reads one definition.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="symbol">A symbol for which <see cref="IsMap"/> is true.</param>
    /// <param name="map">The map.</param>
    /// <returns>
    /// <see cref="FaultCode.MapBadDefinition"/>, <see cref="FaultCode.MapUnknownAttribute"/> or <see cref="FaultCode.MapWithoutType"/>.
    /// </returns>
    public static Fault Read(in ElfReader elf, in ElfSymbol symbol, out MapSpec map)
    {
        map = MapSpec.Empty();
        ReadOnlySpan<byte> section = elf.Data(elf.Section(symbol.Section));
        if (symbol.Value > (ulong)section.Length)
            return new Fault(FaultCode.MapBadDefinition);
        // An assembler's symbol may have no size; then it reaches to the section's end, or to the next one's start.
        ulong length = symbol.Size != 0 ? symbol.Size : DistanceToNext(elf, symbol, (ulong)section.Length);
        if (length < SmallestBytes || length > (ulong)section.Length - symbol.Value)
            return new Fault(FaultCode.MapBadDefinition);
        ReadOnlySpan<byte> words = section.Slice((int)symbol.Value, (int)length);
        map.Section = symbol.Section;
        map.SectionOffset = (uint)symbol.Value;
        map.Symbol = symbol.Index;
        map.Type = (MapType)LittleEndian.U32(words, 0);
        map.KeyBytes = LittleEndian.U32(words, 4);
        map.ValueBytes = LittleEndian.U32(words, 8);
        map.MaxEntries = LittleEndian.U32(words, 12);
        map.Flags = LittleEndian.U32(words, 16);
        if (words.Length >= KnownBytes)
        {
            uint pinning = LittleEndian.U32(words, PinningOffset);
            if (pinning > (uint)MapPinning.ByName)
                return new Fault(FaultCode.MapUnknownAttribute);
            map.Pinning = (MapPinning)pinning;
        }
        for (int i = KnownBytes; i < words.Length; i++)
        {
            if (words[i] != 0)
                return new Fault(FaultCode.MapUnknownAttribute);
        }
        return map.Type == MapType.Unspecified ? new Fault(FaultCode.MapWithoutType) : Fault.None;
    }

    private static ulong DistanceToNext(in ElfReader elf, in ElfSymbol symbol, ulong end)
    {
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol other = elf.Symbol(i);
            if (other.Section == symbol.Section && other.Value > symbol.Value && other.Value < end)
                end = other.Value;
        }
        return end - symbol.Value;
    }
}
