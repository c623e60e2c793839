// Executables and libraries: System V ABI, chapters 4 and 5, and ELF-64 Object File Format; little endian, 32 and 64 bits.

using System;
using System.Runtime.CompilerServices;
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
        _segments = Word(header, 28, 32);
        _sections = Word(header, 32, 40);
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
        section = new ElfSection(
            index, LittleEndian.U32(header, 0), (ElfSectionType)LittleEndian.U32(header, 4), Word(header, 8, 8), Word(header, 12, 16),
            Word(header, 16, 24), Word(header, 20, 32), LittleEndian.U32(header, Is64Bit ? 40 : 24), LittleEndian.U32(header, Is64Bit ? 44 : 28), Word(header, 32, 48),
            Word(header, 36, 56));
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
            ulong start = Word(header, 8, 16);
            ulong size = Word(header, 16, 32);
            if (LittleEndian.U32(header, 0) != Load || address < start || address - start >= size)
                continue;
            offset = address - start + Word(header, 4, 8);
            isExecutable = (LittleEndian.U32(header, Is64Bit ? 4 : 24) & Executable) != 0;
            return offset < _file.Length;
        }
        return false;
    }

    /// <summary>Finds the address that a piece of the file is loaded at, as symbols have it.</summary>
    /// <param name="offset">Bytes from the file's start.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether a PT_LOAD segment with code brings it from the file.</returns>
    public bool TryFindAddress(ulong offset, out ulong address)
    {
        address = 0;
        Span<byte> header = stackalloc byte[LargestHeader];
        header = header[..SegmentBytes];
        for (int i = 0; i < SegmentCount && TryRead(_segments, i, header); i++)
        {
            const uint Load = 1, Executable = 1;
            ulong first = Word(header, 4, 8);
            if (LittleEndian.U32(header, 0) != Load || (LittleEndian.U32(header, Is64Bit ? 4 : 24) & Executable) == 0
                || offset < first || offset - first >= Word(header, 16, 32))
            {
                continue;
            }
            address = offset - first + Word(header, 8, 16);
            return true;
        }
        return false;
    }

    // A number as wide as the file's addresses, which lies elsewhere in each of the two forms. A call of it is smaller than what it does.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Word(scoped ReadOnlySpan<byte> header, int at32, int at64) =>
        Is64Bit ? LittleEndian.U64(header, at64) : LittleEndian.U32(header, at32);

    private bool TryRead(ulong table, int index, scoped Span<byte> entry) =>
        table < _file.Length && _file.Read(table + ((ulong)index * (uint)entry.Length), entry) == entry.Length;
}
