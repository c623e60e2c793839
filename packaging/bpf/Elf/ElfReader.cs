using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Elf;

/// <summary>
/// Reads a 64-bit ELF file of either byte order in place (System V ABI, chapters 4 and 5). <see cref="Open"/> checks every header once,
/// so nothing afterwards can leave the file, whatever its bytes are.
/// </summary>
public readonly ref struct ElfReader
{
    private const int FileHeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;

    private readonly ReadOnlySpan<byte> _file;
    private readonly ReadOnlySpan<byte> _sections;
    private readonly ReadOnlySpan<byte> _sectionNames;
    private readonly ReadOnlySpan<byte> _symbols;
    private readonly ReadOnlySpan<byte> _symbolNames;
    private readonly bool _isBig;

    private ElfReader(ReadOnlySpan<byte> file, ReadOnlySpan<byte> sections, bool isBig)
    {
        _isBig = isBig;
        _file = file;
        _sections = sections;
    }

    private ElfReader(
        scoped in ElfReader headers, ReadOnlySpan<byte> sectionNames, ReadOnlySpan<byte> symbols, ReadOnlySpan<byte> symbolNames)
    {
        _file = headers._file;
        _isBig = headers._isBig;
        _sections = headers._sections;
        _sectionNames = sectionNames;
        _symbols = symbols;
        _symbolNames = symbolNames;
    }

    /// <summary>Whether its numbers, and the instructions in it, are big endian.</summary>
    public bool IsBigEndian => Features.BigEndian && _isBig;

    /// <summary><c>e_machine</c>: 247 for BPF.</summary>
    public ushort Machine => ByteOrder.U16(_file, 18, _isBig);

    /// <summary><c>e_type</c>: 1 for an object that is still to be linked or loaded.</summary>
    public ushort FileType => ByteOrder.U16(_file, 16, _isBig);

    /// <summary>How many sections there are, the unused first one included.</summary>
    public int SectionCount => _sections.Length / SectionHeaderSize;

    /// <summary>How many symbols there are, the unused first one included.</summary>
    public int SymbolCount => _symbols.Length / SymbolSize;

    /// <summary>Reads and checks the headers.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="elf">The reader; unusable on failure.</param>
    /// <returns>A fault of the 200s.</returns>
    public static Fault Open(ReadOnlySpan<byte> file, out ElfReader elf)
    {
        elf = default;
        if (file.Length < 4 || !file[..4].SequenceEqual("\u007fELF"u8))
            return new Fault(FaultCode.ElfBadMagic);
        if (file.Length < FileHeaderSize)
            return new Fault(FaultCode.ElfTruncated);
        if (file[4] != 2)
            return new Fault(FaultCode.ElfNot64Bit, file[4]);
        bool isBig = file[5] == 2;
        if (file[5] != 1 && !(Features.BigEndian && isBig))
            return new Fault(FaultCode.ElfBigEndian, file[5]);
        if (file[6] != 1)
            return new Fault(FaultCode.ElfBadVersion, file[6]);

        ulong tableOffset = ByteOrder.U64(file, 40, isBig);
        int count = ByteOrder.U16(file, 60, isBig);
        if (ByteOrder.U16(file, 58, isBig) != SectionHeaderSize || count == 0)
            return new Fault(FaultCode.ElfBadSectionTable);
        if (!Fits(file, tableOffset, (ulong)count * SectionHeaderSize))
            return new Fault(FaultCode.ElfTruncated);

        var headers = new ElfReader(file, file.Slice((int)tableOffset, count * SectionHeaderSize), isBig);
        int symbolTable = 0;
        ulong total = 0;
        for (int i = 0; i < count; i++)
        {
            ElfSection section = headers.Section(i);
            bool takesNoBytes = section.Type is ElfSectionType.NoBits or ElfSectionType.Null;
            if (!takesNoBytes && !Fits(file, section.Offset, section.Size))
                return new Fault(FaultCode.ElfSectionOutOfBounds, i);
            // No linker lays sections over each other; thousands of them over the same bytes would make us read these each time.
            total += takesNoBytes ? 0 : section.Size;
            if (total > (ulong)file.Length)
                return new Fault(FaultCode.ElfSectionsOverlap, i);
            if (section.Type != ElfSectionType.SymbolTable)
                continue;
            if (symbolTable != 0 || section.EntrySize != SymbolSize || section.Size % SymbolSize != 0)
                return new Fault(FaultCode.ElfBadSymbolTable, i);
            symbolTable = i;
        }

        Fault fault = headers.StringTable(ByteOrder.U16(file, 62, isBig), out ReadOnlySpan<byte> sectionNames);
        if (fault.Failed)
            return fault;
        ReadOnlySpan<byte> symbols = default, symbolNames = default;
        if (symbolTable != 0)
        {
            ElfSection section = headers.Section(symbolTable);
            symbols = headers.Data(section);
            fault = headers.StringTable(section.Link, out symbolNames);
            if (fault.Failed)
                return fault;
        }

        elf = new ElfReader(headers, sectionNames, symbols, symbolNames);
        return Fault.None;
    }

    /// <summary>One section's header.</summary>
    /// <param name="index">From 0 to <see cref="SectionCount"/> - 1.</param>
    public ElfSection Section(int index)
    {
        ReadOnlySpan<byte> header = _sections.Slice(index * SectionHeaderSize, SectionHeaderSize);
        return new ElfSection(
            index,
            ByteOrder.U32(header, 0, _isBig),
            (ElfSectionType)ByteOrder.U32(header, 4, _isBig),
            ByteOrder.U64(header, 8, _isBig),
            ByteOrder.U64(header, 16, _isBig),
            ByteOrder.U64(header, 24, _isBig),
            ByteOrder.U64(header, 32, _isBig),
            ByteOrder.U32(header, 40, _isBig),
            ByteOrder.U32(header, 44, _isBig),
            ByteOrder.U64(header, 48, _isBig),
            ByteOrder.U64(header, 56, _isBig));
    }

    /// <summary>A section's name; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name(scoped in ElfSection section) => ZeroTerminated.At(_sectionNames, section.NameOffset);

    /// <summary>A section's bytes in the file; empty for <see cref="ElfSectionType.NoBits"/>.</summary>
    public ReadOnlySpan<byte> Data(scoped in ElfSection section) =>
        section.Type is ElfSectionType.NoBits or ElfSectionType.Null
            ? default
            : _file.Slice((int)section.Offset, (int)section.Size);

    /// <summary>Finds the first section of a name.</summary>
    /// <param name="name">Such as <c>.BTF</c>.</param>
    /// <param name="section">Its header.</param>
    /// <returns>Whether there is one; unused (SHT_NULL) sections don't count.</returns>
    public bool TryFindSection(ReadOnlySpan<byte> name, out ElfSection section)
    {
        for (int i = 1; i < SectionCount; i++)
        {
            section = Section(i);
            if (section.Type != ElfSectionType.Null && Name(section).SequenceEqual(name))
                return true;
        }

        section = default;
        return false;
    }

    /// <summary>One symbol.</summary>
    /// <param name="index">From 0 to <see cref="SymbolCount"/> - 1.</param>
    public ElfSymbol Symbol(int index)
    {
        ReadOnlySpan<byte> entry = _symbols.Slice(index * SymbolSize, SymbolSize);
        return new ElfSymbol(
            index,
            ByteOrder.U32(entry, 0, _isBig),
            entry[4],
            entry[5],
            ByteOrder.U16(entry, 6, _isBig),
            ByteOrder.U64(entry, 8, _isBig),
            ByteOrder.U64(entry, 16, _isBig));
    }

    /// <summary>A symbol's name; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name(scoped in ElfSymbol symbol) => ZeroTerminated.At(_symbolNames, symbol.NameOffset);

    /// <summary>The relocations in a section of type <see cref="ElfSectionType.Relocations"/>, all checked.</summary>
    /// <param name="section">The section that holds them (not the one they apply to).</param>
    /// <param name="relocations">The relocations; empty on failure.</param>
    /// <returns><see cref="FaultCode.ElfBadRelocationTable"/> or <see cref="FaultCode.ElfBadRelocation"/>.</returns>
    public Fault Relocations(scoped in ElfSection section, out ElfRelocationTable relocations)
    {
        relocations = default;
        if (section.Type != ElfSectionType.Relocations || section.EntrySize != ElfRelocationTable.EntrySize
            || section.Size % ElfRelocationTable.EntrySize != 0 || section.Info >= (uint)SectionCount)
        {
            return new Fault(FaultCode.ElfBadRelocationTable, section.Index);
        }

        var table = new ElfRelocationTable(Data(section), (int)section.Info, _isBig);
        for (int i = 0; i < table.Count; i++)
        {
            if (table[i].Symbol >= (uint)SymbolCount)
                return new Fault(FaultCode.ElfBadRelocation, i);
        }

        relocations = table;
        return Fault.None;
    }

    private static bool Fits(ReadOnlySpan<byte> file, ulong offset, ulong size) =>
        offset <= (ulong)file.Length && size <= (ulong)file.Length - offset;

    private Fault StringTable(uint index, out ReadOnlySpan<byte> strings)
    {
        strings = default;
        if (index >= (uint)SectionCount)
            return new Fault(FaultCode.ElfBadStringTable, (int)index);
        ElfSection section = Section((int)index);
        if (section.Type != ElfSectionType.StringTable)
            return new Fault(FaultCode.ElfBadStringTable, (int)index);
        strings = Data(section);
        return strings.Length == 0 || strings[^1] != 0
            ? new Fault(FaultCode.ElfBadStringTable, (int)index)
            : Fault.None;
    }
}
