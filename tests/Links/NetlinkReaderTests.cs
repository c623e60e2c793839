using System;
using System.Text;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Links;

/// <summary>What the kernel sends, and what it would never send.</summary>
public class NetlinkReaderTests
{
    [Fact]
    public void Messages_of_a_datagram_come_one_after_the_other()
    {
        // 18 bytes, padded to 20; then one of 16.
        var reader = new NetlinkReader(Convert.FromHexString("12000000020000010900000001000000aabb0000" + "10000000030000000a00000001000000"));

        reader.Next(out NetlinkHeader first, out ReadOnlySpan<byte> body).ShouldBeTrue();
        body.ToArray().ShouldBe([0xaa, 0xbb]);
        (first.Type, first.Flags, first.Sequence).ShouldBe((NetlinkType.Error, NetlinkFlags.Capped, 9u));
        reader.Next(out NetlinkHeader second, out body).ShouldBeTrue();
        (second.Type, second.Sequence, body.Length).ShouldBe((NetlinkType.Done, 10u, 0));
        reader.Next(out _, out _).ShouldBeFalse();
        reader.Damaged.ShouldBeFalse();
    }

    [Theory]
    [InlineData("11000000020000000000000000000000")] // longer than what arrived
    [InlineData("0f000000020000000000000000000000")] // shorter than its header
    [InlineData("ffffffff020000000000000000000000")]
    [InlineData("100000000200")]
    public void A_length_that_makes_no_sense_ends_the_datagram(string datagram)
    {
        var reader = new NetlinkReader(Convert.FromHexString(datagram));

        reader.Next(out _, out _).ShouldBeFalse();
        reader.Damaged.ShouldBeTrue();
        reader.Next(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_last_message_may_lack_its_padding()
    {
        var reader = new NetlinkReader(Convert.FromHexString("11000000020000000000000000000000aa"));

        reader.Next(out _, out ReadOnlySpan<byte> body).ShouldBeTrue();
        body.Length.ShouldBe(1);
        reader.Next(out _, out _).ShouldBeFalse();
        reader.Damaged.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0x300, "")] // capped, with attributes
    [InlineData(0x200, "0102030405060708")] // the whole request is repeated: a header of 24 bytes in all
    public void The_kernels_words_are_behind_the_repeated_request(ushort flags, string repeated)
    {
        string text = Convert.ToHexString(Encoding.ASCII.GetBytes("Bad prio\0"));
        byte[] body = Convert.FromHexString(
            "eaffffff" + (repeated.Length == 0 ? "30" : "18") + "000000" + new string('0', 24) + repeated
            + "08000200" + "10000000" + "0d000100" + text + "000000");

        NetlinkAnswer.TryRead((NetlinkFlags)flags, body, out NetlinkAnswer answer).ShouldBeTrue();

        answer.Result.ShouldBe(-22);
        Encoding.ASCII.GetString(answer.Text).ShouldBe("Bad prio");
    }

    [Fact]
    public void An_acknowledgement_has_no_words()
    {
        NetlinkAnswer.TryRead(NetlinkFlags.Capped, new byte[20], out NetlinkAnswer answer).ShouldBeTrue();

        answer.Result.ShouldBe(0);
        answer.Text.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("00000000")] // no header
    [InlineData("01000000000000000000000000000000000000ff")] // not negated
    [InlineData("00f0ffff000000000000000000000000000000ff")] // beyond errnos
    public void An_answer_that_makes_no_sense_is_none(string body) =>
        NetlinkAnswer.TryRead(default, Convert.FromHexString(body), out _).ShouldBeFalse();

    [Theory]
    [InlineData("ffffffff")]
    [InlineData("05000000")] // shorter than a header
    [InlineData("40000000")] // longer than what arrived
    public void Words_out_of_reach_are_none(string length)
    {
        byte[] body = Convert.FromHexString("eaffffff" + length + new string('0', 24) + "0a000100" + "414243440000");

        NetlinkAnswer.TryRead(NetlinkFlags.HasAttributes, body, out NetlinkAnswer answer).ShouldBeTrue();

        answer.Text.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("03000100")] // shorter than its header
    [InlineData("09000100aabbccdd")] // longer than what arrived
    [InlineData("0800")]
    public void Attributes_end_at_the_first_that_makes_no_sense(string bytes)
    {
        var attributes = new NetlinkAttributes(Convert.FromHexString(bytes));

        attributes.Next(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void The_flags_of_an_attributes_type_are_no_part_of_its_number() =>
        NetlinkAttributes.Find(Convert.FromHexString("05000100aa000000" + "060002c0bbcc"), 2).ToArray().ShouldBe([0xbb, 0xcc]);

    [Fact]
    public void A_filter_tells_where_it_is_and_which_program_it_has()
    {
        byte[] body = Convert.FromHexString(
            "00000000" + "02000000" + "01000000" + "f2ffffff" + "000300c0" + "0800010062706600"
            + "1400020008000800010000000" + "8000b0039300000");

        ClassifierMessages.TryReadFilter(NetlinkType.NewFilter, body, out ClassifierPlace place, out uint program).ShouldBeTrue();

        (place.Interface, place.Handle, place.Parent, place.Priority).ShouldBe((2, 1u, ClassifierMessages.IngressParent, (ushort)0xc000));
        program.ShouldBe(0x3039u);
        ClassifierMessages.TryReadFilter(NetlinkType.NewFilter, body.AsSpan(0, 20), out _, out program).ShouldBeTrue();
        program.ShouldBe(0u);
        ClassifierMessages.TryReadFilter(NetlinkType.NewFilter, body.AsSpan(0, 19), out _, out _).ShouldBeFalse();
        ClassifierMessages.TryReadFilter(NetlinkType.NewQdisc, body, out _, out _).ShouldBeFalse();
    }
}
