using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// Writes a 64-bit little-endian relocatable BPF object (System V ABI, chapter 4): header, sections, symbol table, one string
/// table for symbols and sections, section headers. The same image always gives the same bytes.
/// </summary>
internal static class ElfWriter
{
    private const int HeaderSize = 64;
    private const int SymbolSize = 24;
    private const int RelocationSize = 16;
    private const ushort BpfMachine = 247;

    private sealed record Header(
        string Name, ElfSectionType Type, ulong Flags, int Offset, ulong Size, uint Link, uint Info, ulong Alignment, ulong EntrySize);

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(ElfImage image)
    {
        var strings = new StringTable();
        var content = new ByteWriter();
        content.Bytes(new byte[HeaderSize]);
        Dictionary<ElfImageSection, uint> numbers = image.Sections.Select((section, i) => (section, i))
            .ToDictionary(pair => pair.section, pair => (uint)pair.i + 1);
        // Local symbols come first; the symbol table says how many they are.
        List<ElfImageSymbol> symbols = [.. image.Symbols.OrderByDescending(symbol => symbol.Entry.IsLocal)];
        Dictionary<ElfImageSymbol, uint> symbolNumbers = symbols.Select((symbol, i) => (symbol, i))
            .ToDictionary(pair => pair.symbol, pair => (uint)pair.i + 1);
        uint symbolTable = (uint)image.Sections.Count + 1, stringTable = symbolTable + 1;

        var headers = new List<Header> { new("", ElfSectionType.Null, 0, 0, 0, 0, 0, 0, 0) };
        foreach (ElfImageSection section in image.Sections)
        {
            bool relocations = section.Type == ElfSectionType.Relocations;
            byte[] data = relocations ? Relocations(section, symbolNumbers) : section.Data;
            content.Align(8);
            headers.Add(new Header(
                section.Name, section.Type, section.Flags, content.Length,
                section.Type == ElfSectionType.NoBits ? section.Size : (ulong)data.Length,
                relocations ? symbolTable : 0, relocations ? numbers[section.Target!] : 0, section.Alignment, section.EntrySize));
            content.Bytes(data);
        }

        byte[] table = Symbols(symbols, numbers, strings);
        uint firstGlobal = (uint)symbols.Count(symbol => symbol.Entry.IsLocal) + 1;
        content.Align(8);
        headers.Add(new Header(
            ".symtab", ElfSectionType.SymbolTable, 0, content.Length, (ulong)table.Length, stringTable, firstGlobal, 8, SymbolSize));
        content.Bytes(table);

        foreach (Header header in headers)
            strings.Add(header.Name);
        strings.Add(".strtab");
        byte[] texts = strings.ToArray();
        headers.Add(new Header(".strtab", ElfSectionType.StringTable, 0, content.Length, (ulong)texts.Length, 0, 0, 1, 0));
        content.Bytes(texts).Align(8);

        int headersAt = content.Length;
        foreach (Header header in headers)
            Write(content, header, strings);
        byte[] file = content.ToArray();
        FileHeader(image.Flags, headersAt, headers.Count).CopyTo(file, 0);
        return file;
    }

    private static byte[] FileHeader(uint flags, int headersAt, int count) => new ByteWriter()
        .Bytes("\u007fELF"u8).Bytes([2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        .U16(1).U16(BpfMachine).U32(1)
        .U64(0).U64(0).U64((ulong)headersAt)
        .U32(flags).U16(HeaderSize).U16(0).U16(0)
        .U16(HeaderSize).U16((ushort)count).U16((ushort)(count - 1))
        .ToArray();

    private static void Write(ByteWriter content, Header header, StringTable strings) => content
        .U32(strings.Add(header.Name)).U32((uint)header.Type).U64(header.Flags).U64(0)
        .U64((ulong)header.Offset).U64(header.Size).U32(header.Link).U32(header.Info).U64(header.Alignment).U64(header.EntrySize);

    private static byte[] Relocations(ElfImageSection section, Dictionary<ElfImageSymbol, uint> symbols)
    {
        var writer = new ByteWriter();
        foreach (ElfImageRelocation relocation in section.Relocations)
        {
            writer.U64(relocation.Offset).U32((uint)relocation.Type)
                .U32(relocation.Symbol is null ? 0 : symbols[relocation.Symbol]);
        }

        return writer.ToArray();
    }

    private static byte[] Symbols(List<ElfImageSymbol> symbols, Dictionary<ElfImageSection, uint> numbers, StringTable strings)
    {
        var writer = new ByteWriter();
        writer.Bytes(new byte[SymbolSize]);
        foreach (ElfImageSymbol symbol in symbols)
        {
            // Numbers that stand for no section (undefined, absolute) stay as they are.
            ushort section = symbol.Section is null ? symbol.Entry.Section : (ushort)numbers[symbol.Section];
            writer.U32(strings.Add(symbol.Name)).Bytes([symbol.Entry.Info, symbol.Entry.Other]).U16(section)
                .U64(symbol.Entry.Value).U64(symbol.Entry.Size);
        }

        return writer.ToArray();
    }
}
