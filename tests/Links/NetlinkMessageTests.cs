using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Links;

/// <summary>The bytes of requests, written out by hand from the kernel's headers.</summary>
public class NetlinkMessageTests
{
    [Fact]
    public void Attaching_xdp_is_a_setlink_with_nested_attributes()
    {
        Span<byte> buffer = new byte[256];

        Hex(XdpNetlink.AttachMessage(buffer, 5, 7, XdpNetlink.GenericFlag).Finish(9)).ShouldBe(
            "34000000" + "1300" + "0500" + "09000000" + "00000000" // 52 bytes, RTM_SETLINK, REQUEST|ACK, sequence, port
            + "00000000" + "05000000" + "00000000" + "00000000" // ifinfomsg of interface 5
            + "1400" + "2b80" // IFLA_XDP, nested, 20 bytes
            + "0800" + "0100" + "07000000" // IFLA_XDP_FD
            + "0800" + "0300" + "03000000"); // IFLA_XDP_FLAGS: UPDATE_IF_NOEXIST | SKB_MODE
    }

    [Fact]
    public void Detaching_xdp_names_the_program_that_is_expected()
    {
        Span<byte> buffer = new byte[256];

        Hex(XdpNetlink.DetachMessage(buffer, 5, 7, 0).Finish(1)).ShouldEndWith(
            "1c00" + "2b80" + "0800" + "0100" + "ffffffff" + "0800" + "0300" + "10000000" + "0800" + "0800" + "07000000");
    }

    [Fact]
    public void Adding_clsact_creates_it_or_fails()
    {
        Span<byte> buffer = new byte[256];

        Hex(ClassifierMessages.AddQdisc(buffer, 2).Finish(3)).ShouldBe(
            "30000000" + "2400" + "0506" + "03000000" + "00000000" // RTM_NEWQDISC, REQUEST|ACK|EXCL|CREATE
            + "00000000" + "02000000" + "0000ffff" + "f1ffffff" + "00000000" // tcmsg: handle ffff:0, parent clsact
            + "0b00" + "0100" + "636c7361637400" + "00"); // TCA_KIND "clsact", padded
    }

    [Fact]
    public void Adding_a_filter_asks_for_an_echo()
    {
        Span<byte> buffer = new byte[256];
        var place = new ClassifierPlace { Interface = 2, Parent = ClassifierMessages.EgressParent, Handle = 4, Priority = 0x1234 };

        Hex(ClassifierMessages.AddFilter(buffer, place, 7, "drop"u8).Finish(3)).ShouldBe(
            "4c000000" + "2c00" + "0d06" + "03000000" + "00000000" // RTM_NEWTFILTER, REQUEST|ACK|ECHO|EXCL|CREATE
            + "00000000" + "02000000" + "04000000" + "f3ffffff" + "00033412" // ETH_P_ALL in network order below the priority
            + "0800" + "0100" + "62706600" // TCA_KIND "bpf"
            + "2000" + "0200" // TCA_OPTIONS
            + "0800" + "0600" + "07000000" // TCA_BPF_FD
            + "0900" + "0700" + "64726f7000" + "000000" // TCA_BPF_NAME "drop", padded
            + "0800" + "0800" + "01000000"); // TCA_BPF_FLAGS: direct action
    }

    [Fact]
    public void Listing_filters_is_a_dump_of_one_parent()
    {
        Span<byte> buffer = new byte[64];

        Hex(ClassifierMessages.ListFilters(buffer, 2, ClassifierMessages.IngressParent).Finish(3)).ShouldBe(
            "24000000" + "2e00" + "0103" + "03000000" + "00000000" + "00000000" + "02000000" + "00000000" + "f2ffffff" + "00000000");
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_said()
    {
        Span<byte> buffer = new byte[40];
        var message = new NetlinkMessage(buffer, NetlinkType.SetLink, NetlinkFlags.Acknowledge);
        message.Body(16).Length.ShouldBe(16);
        message.Overflowed.ShouldBeFalse();

        message.Add(1, [1, 2, 3, 4, 5]);

        message.Overflowed.ShouldBeTrue();
        message.Body(4).Length.ShouldBe(0);
        message.End(message.Begin(2));
        message.Finish(1).Length.ShouldBe(32);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
