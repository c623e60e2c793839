namespace Corewright.Bpf.Elf;

/// <summary>One symbol (<c>Elf64_Sym</c>).</summary>
public readonly struct ElfSymbol
{
    internal ElfSymbol(int index, uint nameOffset, byte info, byte other, ushort section, ulong value, ulong size)
    {
        Index = index;
        NameOffset = nameOffset;
        Info = info;
        Other = other;
        Section = section;
        Value = value;
        Size = size;
    }

    /// <summary>Its number in the symbol table.</summary>
    public int Index { get; }

    /// <summary><c>st_name</c>: where its name is in the symbol table's strings.</summary>
    public uint NameOffset { get; }

    /// <summary><c>st_info</c>: binding and type.</summary>
    public byte Info { get; }

    /// <summary><c>st_other</c>: visibility.</summary>
    public byte Other { get; }

    /// <summary><c>st_shndx</c>: the section it is in; 0 if it is undefined, 0xff00 and above have special meanings.</summary>
    public ushort Section { get; }

    /// <summary><c>st_value</c>: in an object, bytes from its section's start.</summary>
    public ulong Value { get; }

    /// <summary><c>st_size</c>, in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Whether no other object sees it (STB_LOCAL).</summary>
    public bool IsLocal => Info >> 4 == 0;

    /// <summary>Whether it may stay undefined (STB_WEAK).</summary>
    public bool IsWeak => Info >> 4 == 2;

    /// <summary>Whether it is seen in its own file only once linked (STV_HIDDEN, STV_INTERNAL).</summary>
    public bool IsHidden => (Other & 3) is 1 or 2;

    /// <summary>What it names.</summary>
    public ElfSymbolType Type => (ElfSymbolType)(Info & 15);
}

/// <summary>The low half of <c>st_info</c>. Other values occur and are kept as they are.</summary>
public enum ElfSymbolType : byte
{
    /// <summary>STT_NOTYPE: not said.</summary>
    None = 0,

    /// <summary>STT_OBJECT: a variable.</summary>
    Object = 1,

    /// <summary>STT_FUNC: a function.</summary>
    Function = 2,

    /// <summary>STT_SECTION: a section.</summary>
    Section = 3,

    /// <summary>STT_FILE: a source file.</summary>
    File = 4,

    /// <summary>STT_GNU_IFUNC: a function that chooses, when the program starts, which function has this name.</summary>
    IndirectFunction = 10,
}
