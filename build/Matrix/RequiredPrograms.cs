// bpf_object__elf_collect() of libbpf's src/libbpf.c, from 1.0 to 1.8: programs are what it finds in sections with SHF_EXECINSTR, and
// records of .BTF.ext on other sections are passed over.
using System;
using System.Buffers.Binary;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Programs;

namespace Corewright.Build.Matrix;

/// <summary>
/// An object as bpftool can load and pin it: without the programs that are loaded only where someone asks for them. libbpf does not
/// load those either, but bpftool then fails to pin them.
/// </summary>
internal static class RequiredPrograms
{
    private const int SectionTableOffset = 40, HeaderSize = 64, FlagsOffset = 8;
    private const byte ExecutableFlag = 4;

    /// <summary>Takes the optional programs out of the sight of libbpf.</summary>
    /// <param name="file">The object.</param>
    /// <returns>The same bytes where it has none, or where it can't be read, which bpftool is to say.</returns>
    public static byte[] Of(byte[] file)
    {
        if (ElfReader.Open(file, out ElfReader elf).Failed)
            return file;
        byte[] required = [.. file];
        ReadOnlySpan<byte> place = file.AsSpan(SectionTableOffset);
        int table = (int)(elf.IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(place) : BinaryPrimitives.ReadUInt64LittleEndian(place));
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            if (section.IsExecutable && ProgramSection.IsOptional(elf.Name(section)))
                required[table + (i * HeaderSize) + FlagsOffset + (elf.IsBigEndian ? 7 : 0)] &= unchecked((byte)~ExecutableFlag);
        }
        return required;
    }
}
