using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Elf;

/// <summary>The entries of one SHT_REL section.</summary>
public readonly ref struct ElfRelocationTable
{
    internal const int EntrySize = 16;

    private readonly ReadOnlySpan<byte> _entries;

    private readonly bool _isBig;

    internal ElfRelocationTable(ReadOnlySpan<byte> entries, int target, bool isBig)
    {
        _isBig = isBig;
        _entries = entries;
        Target = target;
    }

    /// <summary>How many there are.</summary>
    public int Count => _entries.Length / EntrySize;

    /// <summary>The number of the section that they apply to.</summary>
    public int Target { get; }

    /// <summary>One entry.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ElfRelocation this[int index]
    {
        get
        {
            ReadOnlySpan<byte> entry = _entries.Slice(index * EntrySize, EntrySize);
            ulong info = ByteOrder.U64(entry, 8, _isBig);
            return new ElfRelocation(ByteOrder.U64(entry, 0, _isBig), (uint)info, (uint)(info >> 32));
        }
    }
}

/// <summary>One relocation (<c>Elf64_Rel</c>).</summary>
public readonly struct ElfRelocation
{
    internal ElfRelocation(ulong offset, uint type, uint symbol)
    {
        Offset = offset;
        Type = (BpfRelocationType)type;
        Symbol = symbol;
    }

    /// <summary><c>r_offset</c>: bytes from the start of the section that it applies to.</summary>
    public ulong Offset { get; }

    /// <summary>How the value is put in.</summary>
    public BpfRelocationType Type { get; }

    /// <summary>The symbol's number; checked to be in the symbol table.</summary>
    public uint Symbol { get; }
}

/// <summary>How a BPF object's relocations are applied (LLVM's <c>BPF.def</c>). Other values occur and are kept.</summary>
public enum BpfRelocationType : uint
{
    /// <summary>R_BPF_NONE: nothing to do.</summary>
    None = 0,

    /// <summary>R_BPF_64_64: the 64-bit immediate of an LDIMM64.</summary>
    Immediate64 = 1,

    /// <summary>R_BPF_64_ABS64: 8 bytes of data.</summary>
    Absolute64 = 2,

    /// <summary>R_BPF_64_ABS32: 4 bytes of data.</summary>
    Absolute32 = 3,

    /// <summary>R_BPF_64_NODYLD32: 4 bytes in .BTF and .BTF.ext.</summary>
    TypeInfo32 = 4,

    /// <summary>R_BPF_64_32: the immediate of a call, in instructions.</summary>
    Call = 10,
}
