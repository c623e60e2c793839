using System.Collections.Generic;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>One section of an <see cref="ElfImage"/>.</summary>
internal sealed class ElfImageSection(string name, ElfSection header, byte[] data)
{
    private const ulong AllocFlag = 2;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its number in the file that was read.</summary>
    public int Index { get; } = header.Index;

    /// <summary><c>sh_type</c>.</summary>
    public ElfSectionType Type { get; } = header.Type;

    /// <summary><c>sh_flags</c>.</summary>
    public ulong Flags { get; } = header.Flags;

    /// <summary><c>sh_addralign</c>.</summary>
    public ulong Alignment { get; } = header.Alignment;

    /// <summary><c>sh_entsize</c>.</summary>
    public ulong EntrySize { get; } = header.EntrySize;

    /// <summary><c>sh_size</c>: also that of a section without bytes in the file.</summary>
    public ulong Size => Type == ElfSectionType.NoBits ? header.Size : (ulong)Data.Length;

    /// <summary>Whether it is there at run time: code or data.</summary>
    public bool IsAllocated => (Flags & AllocFlag) != 0;

    /// <summary>Whether it holds instructions.</summary>
    public bool IsExecutable { get; } = header.IsExecutable;

    /// <summary>Its bytes; replaced when they change.</summary>
    public byte[] Data { get; set; } = data;

    /// <summary>For relocations: what they apply to; null for a section that is not kept in the image.</summary>
    public ElfImageSection? Target { get; set; }

    /// <summary>For relocations: the relocations.</summary>
    public List<ElfImageRelocation> Relocations { get; } = [];
}

/// <summary>One symbol of an <see cref="ElfImage"/>.</summary>
internal sealed class ElfImageSymbol(string name, ElfSymbol entry, ElfImageSection? section)
{
    /// <summary>Its name; empty for a section's.</summary>
    public string Name { get; } = name;

    /// <summary>As it was read.</summary>
    public ElfSymbol Entry { get; } = entry;

    /// <summary>Where it is; null if it is undefined or absolute.</summary>
    public ElfImageSection? Section { get; } = section;
}

/// <summary>One relocation of an <see cref="ElfImage"/>; the addend is in the section that it applies to.</summary>
/// <param name="Offset">Bytes from that section's start.</param>
/// <param name="Type">How the value is put in.</param>
/// <param name="Symbol">Whose value; null for none.</param>
internal sealed record ElfImageRelocation(ulong Offset, BpfRelocationType Type, ElfImageSymbol? Symbol);
