using System;
using System.Text;
using Corewright.Build;
using Corewright.Build.Loaders;
using Corewright.Loader;
using Shouldly;
using Xunit;
using PayloadKind = Corewright.Build.Loaders.PayloadKind;

namespace Corewright.Tests.Loaders;

public class PayloadWriterTests
{
    [Fact]
    public void The_loader_reads_what_was_written()
    {
        byte[] bytes = PayloadWriter.Write(
        [
            new PayloadEntry(PayloadKind.Object, "execwatch", [1, 2, 3]),
            new PayloadEntry(PayloadKind.Btf, "6.12.1-armmp", new byte[17]),
            PayloadPieces.Text(PayloadKind.Version, "0.1.0"),
            new PayloadEntry(PayloadKind.BuildId, "", []),
        ]);

        Payload.TryOpen(bytes, out Payload payload).ShouldBeTrue();
        payload.Count.ShouldBe(4);
        payload.First((Corewright.Loader.PayloadKind)PayloadKind.Object).ToArray().ShouldBe([1, 2, 3]);
        payload.Find((Corewright.Loader.PayloadKind)PayloadKind.Btf, "6.12.1-armmp"u8).Length.ShouldBe(17);
        payload.Find((Corewright.Loader.PayloadKind)PayloadKind.Btf, "6.12.1"u8).Length.ShouldBe(0);
        Encoding.UTF8.GetString(payload.First((Corewright.Loader.PayloadKind)PayloadKind.Version)).ShouldBe("0.1.0");
        payload.Kind(3).ShouldBe((Corewright.Loader.PayloadKind)PayloadKind.BuildId);
    }

    [Theory]
    [InlineData(55, true)]
    [InlineData(56, false)]
    public void A_name_has_to_leave_room_for_its_end(int length, bool fits)
    {
        PayloadEntry[] entries = [new(PayloadKind.Btf, new string('x', length), [])];

        if (fits)
            Payload.TryOpen(PayloadWriter.Write(entries), out _).ShouldBeTrue();
        else
            Should.Throw<BuildException>(() => PayloadWriter.Write(entries)).Message.ShouldContain("at most 55");
    }

    [Fact]
    public void Every_piece_is_aligned_and_has_its_numbers_in_the_table()
    {
        byte[] bytes = PayloadWriter.Write(
            [new PayloadEntry(PayloadKind.Object, "a", [9]), new PayloadEntry(PayloadKind.Btf, "b", [8, 7])]);

        bytes[..4].ShouldBe("CWPL"u8.ToArray());
        BitConverter.ToUInt32(bytes, 16 + 4).ShouldBe(160u);
        BitConverter.ToUInt32(bytes, 16 + 72 + 4).ShouldBe(168u);
        BitConverter.ToUInt32(bytes, 16 + 72 + 8).ShouldBe(2u);
        bytes.Length.ShouldBe(170);
        bytes[160].ShouldBe((byte)9);
        bytes[169].ShouldBe((byte)7);
    }
}
