using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>An ELF object taken apart, so that sections and symbols can be changed and left out (System V ABI, chapter 4).</summary>
internal sealed class ElfImage
{
    private const ushort BpfMachine = 247;
    private const ushort RelocatableFile = 1;

    private ElfImage(uint flags, List<ElfImageSection> sections, List<ElfImageSymbol> symbols)
    {
        Flags = flags;
        Sections = sections;
        Symbols = symbols;
    }

    /// <summary><c>e_flags</c>.</summary>
    public uint Flags { get; }

    /// <summary>All sections but the unused first one, the symbol table and string tables, in file order.</summary>
    public List<ElfImageSection> Sections { get; }

    /// <summary>All symbols but the unused first one, in file order.</summary>
    public List<ElfImageSymbol> Symbols { get; }

    /// <summary>Reads an object.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="where">What to call it in an error.</param>
    /// <exception cref="BuildException">It is not a little-endian BPF object, or malformed.</exception>
    public static ElfImage Read(ReadOnlySpan<byte> file, string where)
    {
        Faults.ThrowIf(ElfReader.Open(file, out ElfReader elf), where);
        if (elf.Machine != BpfMachine || elf.FileType != RelocatableFile)
            throw new BuildException($"machine {elf.Machine}, file type {elf.FileType}; expected a BPF object (247, 1)", where);

        var byIndex = new ElfImageSection?[elf.SectionCount];
        var sections = new List<ElfImageSection>();
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection header = elf.Section(i);
            if (header.Type is ElfSectionType.Null or ElfSectionType.SymbolTable or ElfSectionType.StringTable)
                continue;
            ReadOnlySpan<byte> data = elf.Data(header);
            sections.Add(byIndex[i] = new ElfImageSection(Latin1(elf.Name(header)), header, data.ToArray()));
        }

        var symbols = new List<ElfImageSymbol>();
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            ElfImageSection? section = symbol.Section < byIndex.Length ? byIndex[symbol.Section] : null;
            symbols.Add(new ElfImageSymbol(Latin1(elf.Name(symbol)), symbol, section));
        }

        foreach (ElfImageSection section in sections)
        {
            if (section.Type == ElfSectionType.Relocations)
                ReadRelocations(elf, section, byIndex, symbols, where);
        }

        return new ElfImage(BitConverter.ToUInt32(file[48..52]), sections, symbols);
    }

    /// <summary>The first section of a name, or null.</summary>
    public ElfImageSection? Find(string name) => Sections.Find(section => section.Name == name);

    /// <summary>The relocations that apply to a section; none if there are none.</summary>
    public IReadOnlyList<ElfImageRelocation> RelocationsOf(ElfImageSection target) =>
        Sections.Find(section => section.Type == ElfSectionType.Relocations && section.Target == target)?.Relocations ?? [];

    /// <summary>The same object with other sections and symbols.</summary>
    public ElfImage With(List<ElfImageSection> sections, List<ElfImageSymbol> symbols) => new(Flags, sections, symbols);

    private static void ReadRelocations(
        ElfReader elf, ElfImageSection section, ElfImageSection?[] byIndex, List<ElfImageSymbol> symbols, string where)
    {
        Faults.ThrowIf(elf.Relocations(elf.Section(section.Index), out ElfRelocationTable table), where);
        section.Target = byIndex[table.Target];
        for (int i = 0; i < table.Count; i++)
        {
            ElfRelocation relocation = table[i];
            ElfImageSymbol? symbol = relocation.Symbol == 0 ? null : symbols[(int)relocation.Symbol - 1];
            section.Relocations.Add(new ElfImageRelocation(relocation.Offset, relocation.Type, symbol));
        }
    }

    /// <summary>Bytes to a string and back without loss, whatever they are.</summary>
    private static string Latin1(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
