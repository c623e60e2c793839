namespace Corewright.Bpf.Elf;

/// <summary>One section header (<c>Elf64_Shdr</c>).</summary>
public readonly struct ElfSection
{
    internal ElfSection(
        int index, uint nameOffset, ElfSectionType type, ulong flags, ulong address, ulong offset, ulong size, uint link,
        uint info, ulong alignment, ulong entrySize)
    {
        Index = index;
        NameOffset = nameOffset;
        Type = type;
        Flags = flags;
        Address = address;
        Offset = offset;
        Size = size;
        Link = link;
        Info = info;
        Alignment = alignment;
        EntrySize = entrySize;
    }

    /// <summary>Its number in the section header table.</summary>
    public int Index { get; }

    /// <summary><c>sh_name</c>: where its name is in the section name table.</summary>
    public uint NameOffset { get; }

    /// <summary><c>sh_type</c>.</summary>
    public ElfSectionType Type { get; }

    /// <summary><c>sh_flags</c>.</summary>
    public ulong Flags { get; }

    /// <summary><c>sh_addr</c>.</summary>
    public ulong Address { get; }

    /// <summary><c>sh_offset</c>: bytes from the file's start.</summary>
    public ulong Offset { get; }

    /// <summary><c>sh_size</c>, in bytes; a <see cref="ElfSectionType.NoBits"/> section takes none of the file.</summary>
    public ulong Size { get; }

    /// <summary><c>sh_link</c>: a symbol table's strings, a relocation table's symbols.</summary>
    public uint Link { get; }

    /// <summary><c>sh_info</c>: the section that a relocation table applies to; a symbol table's first global symbol.</summary>
    public uint Info { get; }

    /// <summary><c>sh_addralign</c>, in bytes.</summary>
    public ulong Alignment { get; }

    /// <summary><c>sh_entsize</c>, in bytes.</summary>
    public ulong EntrySize { get; }

    /// <summary>Whether it holds instructions (SHF_EXECINSTR).</summary>
    public bool IsExecutable => (Flags & 4) != 0;
}

/// <summary><c>sh_type</c>: what a section holds. Other values occur and are kept as they are.</summary>
public enum ElfSectionType : uint
{
    /// <summary>SHT_NULL: unused.</summary>
    Null = 0,

    /// <summary>SHT_PROGBITS: code or data.</summary>
    ProgBits = 1,

    /// <summary>SHT_SYMTAB: the symbol table.</summary>
    SymbolTable = 2,

    /// <summary>SHT_STRTAB: strings.</summary>
    StringTable = 3,

    /// <summary>SHT_RELA: relocations with addends.</summary>
    RelocationsWithAddends = 4,

    /// <summary>SHT_NOTE: notes.</summary>
    Note = 7,

    /// <summary>SHT_NOBITS: zeroed data, absent from the file.</summary>
    NoBits = 8,

    /// <summary>SHT_REL: relocations whose addend is in the section they apply to; what BPF uses.</summary>
    Relocations = 9,

    /// <summary>SHT_DYNSYM: the symbols that dynamic linking needs; what stripping leaves.</summary>
    DynamicSymbolTable = 11,

    /// <summary>SHT_GNU_versym: two bytes for each dynamic symbol.</summary>
    SymbolVersions = 0x6fffffff,
}
