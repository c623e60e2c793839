using System;
using System.Buffers.Binary;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class BtfExtReaderTests
{
    [Fact]
    public void Functions_and_relocations_are_read_by_section()
    {
        byte[] data = Words(
            0x0001eb9f, 32, 0, 36, 36, 0, 36, 48,
            8, 100, 1, 0, 7, 200, 1, 16, 8,
            16, 100, 2, 8, 3, 50, 0, 24, 3, 60, 2);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(28), (uint)(data.Length - 32 - 36));

        BtfExtReader.Open(data, out BtfExtReader ext).Code.ShouldBe(FaultCode.None);

        ext.Functions.RecordCount.ShouldBe(2);
        ext.Lines.RecordCount.ShouldBe(0);
        ext.Relocations.RecordCount.ShouldBe(2);
        BtfExtTable.Cursor cursor = ext.Functions.Sections;
        cursor.Next(out _).ShouldBeTrue();
        cursor.Next(out BtfExtSection second).ShouldBeTrue();
        second.NameOffset.ShouldBe(200u);
        second.Function(0, out uint type).ShouldBe(16u);
        type.ShouldBe(8u);
        cursor.Next(out _).ShouldBeFalse();

        cursor = ext.Relocations.Sections;
        cursor.Next(out BtfExtSection relocations).ShouldBeTrue();
        CoreRelocation relocation = relocations.Relocation(1);
        (relocation.InstructionOffset, relocation.Type, relocation.AccessOffset, relocation.Kind)
            .ShouldBe((24u, 3u, 60u, CoreKind.FieldExists));
    }

    [Fact]
    public void Longer_records_of_newer_compilers_are_read()
    {
        byte[] data = Words(0x0001eb9f, 24, 0, 24, 24, 0, 12, 100, 1, 40, 7, 99);

        BtfExtReader.Open(data, out BtfExtReader ext).Code.ShouldBe(FaultCode.None);

        BtfExtTable.Cursor cursor = ext.Functions.Sections;
        cursor.Next(out BtfExtSection section).ShouldBeTrue();
        section.Function(0, out uint type).ShouldBe(40u);
        type.ShouldBe(7u);
    }

    [Theory]
    [InlineData(0, 0u, FaultCode.BtfBadMagic)]
    [InlineData(0, 0x00019febu, FaultCode.BtfExtBadHeader)]
    [InlineData(0, 0x0002eb9fu, FaultCode.BtfBadVersion)]
    [InlineData(1, 20u, FaultCode.BtfExtBadHeader)]
    [InlineData(1, 400u, FaultCode.BtfExtBadHeader)]
    [InlineData(2, 2u, FaultCode.BtfExtBadHeader)]
    [InlineData(3, 400u, FaultCode.BtfExtBadHeader)]
    [InlineData(3, 2u, FaultCode.BtfExtBadHeader)]
    [InlineData(6, 4u, FaultCode.BtfExtBadRecordSize)]
    [InlineData(6, 10u, FaultCode.BtfExtBadRecordSize)]
    [InlineData(6, 0x80000000u, FaultCode.BtfExtBadRecordSize)]
    [InlineData(8, 0u, FaultCode.BtfExtBadSection)]
    [InlineData(8, 2u, FaultCode.BtfExtBadSection)]
    [InlineData(8, 0x20000001u, FaultCode.BtfExtBadSection)]
    public void A_bad_word_is_refused(int word, uint value, FaultCode expected)
    {
        byte[] data = Words(0x0001eb9f, 24, 0, 20, 20, 0, 8, 100, 1, 40, 7);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(word * 4), value);

        BtfExtReader.Open(data, out _).Code.ShouldBe(expected);
    }

    private static byte[] Words(params uint[] words)
    {
        byte[] data = new byte[words.Length * 4];
        Buffer.BlockCopy(words, 0, data, 0, data.Length);
        return data;
    }
}
