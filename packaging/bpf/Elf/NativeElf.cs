// Executables and libraries: System V ABI, chapters 4 and 5, and ELF-64 Object File Format; little endian, 32 and 64 bits.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Elf;

/// <summary>
/// Reads the headers of a program or library of this machine or a related one. Nothing of the file is trusted: every header is
/// read and checked when it is asked for.
/// </summary>
public readonly ref struct NativeElf
{
    /// <summary>EM_ARM.</summary>
    public const ushort ArmMachine = 40;

    private const int LargestHeader = 64;

    // Linkers write about a dozen. Every look-up reads them all.
    private const int MaxSegments = 128;

    private readonly BinaryFile _file;
    private readonly ulong _sections;
    private readonly ulong _segments;

    private NativeElf(BinaryFile file, scoped ReadOnlySpan<byte> header)
    {
        _file = file;
        Is64Bit = header[4] == 2;
        FileType = LittleEndian.U16(header, 16);
        Machine = LittleEndian.U16(header, 18);
        _segments = Is64Bit ? LittleEndian.U64(header, 32) : LittleEndian.U32(header, 28);
        _sections = Is64Bit ? LittleEndian.U64(header, 40) : LittleEndian.U32(header, 32);
        int counts = Is64Bit ? 54 : 42;
        SegmentCount = LittleEndian.U16(header, counts + 2);
        SectionCount = _sections == 0 ? 0 : LittleEndian.U16(header, counts + 6);
        NameSection = LittleEndian.U16(header, counts + 8);
    }

    /// <summary>Whether it is of ELFCLASS64.</summary>
    public bool Is64Bit { get; }

    /// <summary><c>e_type</c>: 2 for an executable with fixed addresses, 3 for one that can move, and for libraries.</summary>
    public ushort FileType { get; }

    /// <summary><c>e_machine</c>: 62 for x86_64, 183 for aarch64, <see cref="ArmMachine"/>.</summary>
    public ushort Machine { get; }

    /// <summary>How many section headers there are; 0 where they were stripped.</summary>
    public int SectionCount { get; }

    /// <summary>How many program headers there are.</summary>
    public int SegmentCount { get; }

    /// <summary>The number of the section that holds the sections' names.</summary>
    public int NameSection { get; }

    /// <summary>The file that is read.</summary>
    internal BinaryFile File => _file;

    /// <summary>Bytes of an entry of a symbol table.</summary>
    internal int SymbolBytes => Is64Bit ? 24 : 16;

    private int SectionBytes => Is64Bit ? 64 : 40;

    private int SegmentBytes => Is64Bit ? 56 : 32;

    /// <summary>Reads the file's header.</summary>
    /// <param name="file">The file; stays open for as long as the result is used.</param>
    /// <param name="elf">The result; unusable on failure.</param>
    /// <returns>A fault of the 200s.</returns>
    public static Fault Open(BinaryFile file, out NativeElf elf)
    {
        elf = default;
        Span<byte> header = stackalloc byte[LargestHeader];
        int length = file.Read(0, header);
        if (length < 4 || !header[..4].SequenceEqual("\u007fELF"u8))
            return new Fault(FaultCode.ElfBadMagic);
        if (length < LargestHeader)
            return new Fault(FaultCode.ElfTruncated);
        if (header[5] != 1)
            return new Fault(FaultCode.ElfBigEndian, header[5]);
        if (header[4] is not (1 or 2) || header[6] != 1)
            return new Fault(FaultCode.ElfBadVersion, header[4]);
        var opened = new NativeElf(file, header);
        int sizes = opened.Is64Bit ? 54 : 42;
        bool badSections = opened.SectionCount != 0 && LittleEndian.U16(header, sizes + 4) != opened.SectionBytes;
        bool badSegments = opened.SegmentCount != 0 && LittleEndian.U16(header, sizes) != opened.SegmentBytes;
        if (badSections || badSegments || opened.SegmentCount > MaxSegments)
            return new Fault(FaultCode.ElfBadSectionTable);
        elf = opened;
        return Fault.None;
    }

    /// <summary>One section's header.</summary>
    /// <param name="index">From 0 to <see cref="SectionCount"/> - 1.</param>
    /// <param name="section">The header. The section may leave the file.</param>
    /// <returns>Whether the file has the header.</returns>
    public bool TrySection(int index, out ElfSection section)
    {
        section = default;
        Span<byte> header = stackalloc byte[LargestHeader];
        header = header[..SectionBytes];
        if (!TryRead(_sections, index, header))
            return false;
        section = Is64Bit
            ? new ElfSection(
                index, LittleEndian.U32(header, 0), (ElfSectionType)LittleEndian.U32(header, 4), LittleEndian.U64(header, 8),
                LittleEndian.U64(header, 16), LittleEndian.U64(header, 24), LittleEndian.U64(header, 32), LittleEndian.U32(header, 40),
                LittleEndian.U32(header, 44), LittleEndian.U64(header, 48), LittleEndian.U64(header, 56))
            : new ElfSection(
                index, LittleEndian.U32(header, 0), (ElfSectionType)LittleEndian.U32(header, 4), LittleEndian.U32(header, 8),
                LittleEndian.U32(header, 12), LittleEndian.U32(header, 16), LittleEndian.U32(header, 20), LittleEndian.U32(header, 24),
                LittleEndian.U32(header, 28), LittleEndian.U32(header, 32), LittleEndian.U32(header, 36));
        return true;
    }

    /// <summary>Finds the first section of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="section">Its header.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFindSection(ElfSectionType type, out ElfSection section)
    {
        for (int i = 1; i < SectionCount && TrySection(i, out section); i++)
        {
            if (section.Type == type)
                return true;
        }
        section = default;
        return false;
    }

    /// <summary>Finds the first section of a name.</summary>
    /// <param name="name">Up to 30 bytes.</param>
    /// <param name="section">Its header.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFindSection(scoped ReadOnlySpan<byte> name, out ElfSection section)
    {
        section = default;
        if (!TrySection(NameSection, out ElfSection names) || names.Type != ElfSectionType.StringTable)
            return false;
        Span<byte> text = stackalloc byte[32];
        text = text[..(name.Length + 1)];
        for (int i = 1; i < SectionCount && TrySection(i, out section); i++)
        {
            if (section.NameOffset < names.Size && _file.Read(names.Offset + section.NameOffset, text) == text.Length
                && text[^1] == 0 && text[..^1].SequenceEqual(name))
            {
                return true;
            }
        }
        section = default;
        return false;
    }

    /// <summary>Finds what of the file is loaded at an address.</summary>
    /// <param name="address">As symbols and notes have it.</param>
    /// <param name="offset">Bytes from the file's start.</param>
    /// <param name="isExecutable">Whether it is code.</param>
    /// <returns>Whether a PT_LOAD segment brings it from the file.</returns>
    public bool TryFindOffset(ulong address, out ulong offset, out bool isExecutable)
    {
        offset = 0;
        isExecutable = false;
        Span<byte> header = stackalloc byte[LargestHeader];
        header = header[..SegmentBytes];
        for (int i = 0; i < SegmentCount && TryRead(_segments, i, header); i++)
        {
            const uint Load = 1, Executable = 1;
            ulong start = Is64Bit ? LittleEndian.U64(header, 16) : LittleEndian.U32(header, 8);
            ulong size = Is64Bit ? LittleEndian.U64(header, 32) : LittleEndian.U32(header, 16);
            if (LittleEndian.U32(header, 0) != Load || address < start || address - start >= size)
                continue;
            offset = address - start + (Is64Bit ? LittleEndian.U64(header, 8) : LittleEndian.U32(header, 4));
            isExecutable = (LittleEndian.U32(header, Is64Bit ? 4 : 24) & Executable) != 0;
            return offset < _file.Length;
        }
        return false;
    }

    private bool TryRead(ulong table, int index, scoped Span<byte> entry) =>
        table < _file.Length && _file.Read(table + ((ulong)index * (uint)entry.Length), entry) == entry.Length;
}
