using System;
using System.Buffers.Binary;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Elf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class ElfReaderTests
{
    private readonly byte[] _file = new ObjectBuilder(new BtfBuilder()).Build();

    [Fact]
    public void Sections_symbols_and_names_are_read()
    {
        ElfReader.Open(_file, out ElfReader elf).Failed.ShouldBeFalse();

        elf.Machine.ShouldBe((ushort)247);
        elf.SectionCount.ShouldBe(7);
        elf.TryFindSection("tracepoint/sched/sched_process_exec"u8, out ElfSection code).ShouldBeTrue();
        code.IsExecutable.ShouldBeTrue();
        elf.Data(code).Length.ShouldBe(16);
        elf.SymbolCount.ShouldBe(2);
        ElfSymbol function = elf.Symbol(1);
        Encoding.ASCII.GetString(elf.Name(function)).ShouldBe("on_exec");
        function.Type.ShouldBe(ElfSymbolType.Function);
        function.IsLocal.ShouldBeFalse();
        ((int)function.Section, function.Size).ShouldBe((code.Index, 16UL));
        elf.TryFindSection(".data"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void Relocations_are_read_and_checked()
    {
        byte[] entries = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(entries, 8);
        BinaryPrimitives.WriteUInt32LittleEndian(entries.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entries.AsSpan(12), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(entries.AsSpan(16), 24);
        BinaryPrimitives.WriteUInt32LittleEndian(entries.AsSpan(24), 10);
        byte[] file = WithRelocations(entries);

        ElfReader.Open(file, out ElfReader elf).Failed.ShouldBeFalse();
        elf.TryFindSection(".reltext"u8, out ElfSection section).ShouldBeTrue();
        elf.Relocations(section, out ElfRelocationTable table).Failed.ShouldBeFalse();

        (table.Count, table.Target).ShouldBe((2, 1));
        (table[0].Offset, table[0].Type, table[0].Symbol).ShouldBe((8UL, BpfRelocationType.Immediate64, 1u));
        (table[1].Offset, table[1].Type, table[1].Symbol).ShouldBe((24UL, BpfRelocationType.Call, 0u));
    }

    [Fact]
    public void A_relocation_of_no_symbol_is_a_fault()
    {
        byte[] entries = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(entries.AsSpan(12), 9);

        ElfReader.Open(WithRelocations(entries), out ElfReader elf).Failed.ShouldBeFalse();
        elf.TryFindSection(".reltext"u8, out ElfSection section).ShouldBeTrue();

        elf.Relocations(section, out _).Code.ShouldBe(FaultCode.ElfBadRelocation);
    }

    [Theory]
    [InlineData(0, 0, FaultCode.ElfBadMagic)]
    [InlineData(4, 1, FaultCode.ElfNot64Bit)]
    [InlineData(5, 2, FaultCode.ElfBadSectionTable)]
    [InlineData(5, 3, FaultCode.ElfBigEndian)]
    [InlineData(6, 0, FaultCode.ElfBadVersion)]
    [InlineData(43, 0xff, FaultCode.ElfTruncated)]
    [InlineData(47, 0xff, FaultCode.ElfTruncated)]
    [InlineData(58, 40, FaultCode.ElfBadSectionTable)]
    [InlineData(60, 0, FaultCode.ElfBadSectionTable)]
    [InlineData(61, 1, FaultCode.ElfTruncated)]
    [InlineData(62, 200, FaultCode.ElfBadStringTable)]
    [InlineData(62, 1, FaultCode.ElfBadStringTable)]
    public void A_bad_header_is_refused(int at, byte value, FaultCode expected)
    {
        _file[at] = value;

        ElfReader.Open(_file, out _).Code.ShouldBe(expected);
    }

    [Fact]
    public void Two_symbol_tables_are_refused()
    {
        byte[] symbols = new byte[24];
        byte[] file = ObjectBuilder.Elf(
            (".symtab", 2, 0, symbols, 2, 1, 24), (".strtab", 3, 0, [0], 0, 0, 0), (".symtab2", 2, 0, symbols, 2, 1, 24));

        ElfReader.Open(file, out _).Code.ShouldBe(FaultCode.ElfBadSymbolTable);
    }

    [Fact]
    public void Sections_that_overlap_are_refused()
    {
        byte[] file = ObjectBuilder.Elf(("a", 1, 0, new byte[4096], 0, 0, 0), ("b", 1, 0, new byte[4096], 0, 0, 0));
        // The second one begins where the first one does and goes up to the file's end.
        int second = (int)BitConverter.ToUInt64(file, 40) + (2 * 64);
        BitConverter.TryWriteBytes(file.AsSpan(second + 24), 0ul);
        BitConverter.TryWriteBytes(file.AsSpan(second + 32), (ulong)file.Length);

        Fault fault = ElfReader.Open(file, out _);
        (fault.Code, fault.Index).ShouldBe((FaultCode.ElfSectionsOverlap, 2));
    }

    private static byte[] WithRelocations(byte[] entries)
    {
        byte[] symbols = new byte[48];
        symbols[28] = 2;
        return ObjectBuilder.Elf(
            (".text", 1, 6, new byte[32], 0, 0, 0), (".symtab", 2, 0, symbols, 3, 1, 24), (".strtab", 3, 0, [0], 0, 0, 0),
            (".reltext", 9, 0, entries, 2, 1, 16));
    }
}
