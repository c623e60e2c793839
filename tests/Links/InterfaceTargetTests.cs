using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Links;

/// <summary>What may stand after <c>--attach PROGRAM=</c> for an interface.</summary>
public class InterfaceTargetTests
{
    private const InterfaceOptions All = InterfaceOptions.Mode | InterfaceOptions.Classifier | InterfaceOptions.Order;

    [Fact]
    public void A_name_alone_leaves_everything_to_the_kernel()
    {
        InterfaceTarget.Parse("eth0"u8, InterfaceOptions.None, out InterfaceTarget target).Failed.ShouldBeFalse();

        Encoding.UTF8.GetString(target.Name).ShouldBe("eth0");
        target.Mode.ShouldBe(XdpMode.Any);
        target.Direction.ShouldBe(TrafficDirection.Unset);
        target.Position.IsGiven.ShouldBeFalse();
        target.IsClassic.ShouldBeFalse();
    }

    [Theory]
    [InlineData("eth0:native", (int)XdpMode.Native)]
    [InlineData("eth0:generic", (int)XdpMode.Generic)]
    [InlineData("eth0:offload", (int)XdpMode.Offload)]
    public void A_mode_is_an_option(string text, int mode)
    {
        InterfaceTarget.Parse(Encoding.UTF8.GetBytes(text), InterfaceOptions.Mode, out InterfaceTarget target).Failed.ShouldBeFalse();

        target.Mode.ShouldBe((XdpMode)mode);
    }

    [Fact]
    public void A_classifier_has_a_direction_a_handle_and_a_priority()
    {
        InterfaceTarget.Parse("eth0:egress,handle=0x1F,priority=49152"u8, InterfaceOptions.Classifier, out InterfaceTarget target).Failed.ShouldBeFalse();

        target.Direction.ShouldBe(TrafficDirection.Egress);
        target.Handle.ShouldBe(31u);
        target.Priority.ShouldBe((ushort)49152);
        target.IsClassic.ShouldBeTrue();
    }

    [Theory]
    [InlineData("before", MultiProgramPosition.Before, 0u, "")]
    [InlineData("after=17", MultiProgramPosition.After | MultiProgramPosition.ById, 17u, "")]
    [InlineData("before=link:17", MultiProgramPosition.Before | MultiProgramPosition.ById | MultiProgramPosition.ByLink, 17u, "")]
    [InlineData("after=/sys/fs/bpf/a", MultiProgramPosition.After, 0u, "/sys/fs/bpf/a")]
    [InlineData("after=link:/sys/fs/bpf/a", MultiProgramPosition.After | MultiProgramPosition.ByLink, 0u, "/sys/fs/bpf/a")]
    public void An_order_is_given_by_number_or_by_path(string option, uint flags, uint id, string path)
    {
        InterfaceTarget.Parse(Encoding.UTF8.GetBytes($"eth0:{option},revision=3"), InterfaceOptions.Order, out InterfaceTarget target).Failed.ShouldBeFalse();

        target.Position.Flags.ShouldBe(flags);
        target.Position.RelativeId.ShouldBe(id);
        Encoding.UTF8.GetString(target.Position.RelativePath).ShouldBe(path);
        target.Position.Revision.ShouldBe(3ul);
        target.Position.IsGiven.ShouldBeTrue();
    }

    [Theory]
    [InlineData(":native", 0)]
    [InlineData("eth0:natively", 5)]
    [InlineData("eth0:native=1", 5)]
    [InlineData("eth0:ingress,,egress", 13)]
    [InlineData("eth0:ingress,handle=4294967296", 13)]
    [InlineData("eth0:priority=65536", 5)]
    [InlineData("eth0:priority=", 5)]
    [InlineData("eth0:priority", 5)]
    [InlineData("eth0:before=", 5)]
    [InlineData("eth0:before=0", 5)]
    [InlineData("eth0:before=link:", 5)]
    [InlineData("eth0:before=x", 5)]
    [InlineData("eth0:before,after", 12)]
    [InlineData("eth0:revision", 5)]
    public void What_is_not_understood_is_pointed_at(string text, int place)
    {
        Fault fault = InterfaceTarget.Parse(Encoding.UTF8.GetBytes(text), All, out _);

        fault.Code.ShouldBe(FaultCode.AttachTargetMalformed);
        fault.Index.ShouldBe(place);
    }

    [Theory]
    [InlineData("eth0:egress", (int)(InterfaceOptions.Mode | InterfaceOptions.Order))]
    [InlineData("eth0:generic", (int)(InterfaceOptions.Classifier | InterfaceOptions.Order))]
    [InlineData("eth0:before", (int)(InterfaceOptions.Classifier | InterfaceOptions.Mode))]
    public void An_option_of_another_kind_of_program_is_a_mistake(string text, int allowed) =>
        InterfaceTarget.Parse(Encoding.UTF8.GetBytes(text), (InterfaceOptions)allowed, out _).Code.ShouldBe(FaultCode.AttachTargetMalformed);

    [Fact]
    public void Nothing_is_a_missing_target() =>
        InterfaceTarget.Parse(default, All, out _).Code.ShouldBe(FaultCode.AttachTargetMissing);

    [Theory]
    [InlineData("18446744073709551615", true)]
    [InlineData("18446744073709551616", false)]
    [InlineData("0xffffffffffffffff", true)]
    [InlineData("0x10000000000000000", false)]
    [InlineData("0x", false)]
    [InlineData("-1", false)]
    [InlineData("1f", false)]
    public void Numbers_end_where_64_bits_do(string text, bool good) =>
        TargetText.TryReadNumber(Encoding.UTF8.GetBytes(text), ulong.MaxValue, out _).ShouldBe(good);
}
