using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Links;

/// <summary>What may stand after <c>--attach PROGRAM=</c> for a netfilter hook.</summary>
public class NetfilterTargetTests
{
    [Theory]
    [InlineData("ipv4:prerouting", 2, 0, 0, 0)]
    [InlineData("ipv4:local-in:priority=-10,defrag", 2, 1, -10, 1)]
    [InlineData("ipv6:forward:priority=2147483647", 10, 2, int.MaxValue, 0)]
    [InlineData("ipv6:local-out:defrag", 10, 3, 0, 1)]
    [InlineData("ipv4:postrouting:priority=0x10", 2, 4, 16, 0)]
    public void A_hook_has_a_family_a_name_and_a_priority(string text, uint family, uint hook, int priority, uint flags)
    {
        NetfilterTarget.Parse(Encoding.UTF8.GetBytes(text), out NetfilterTarget target).Failed.ShouldBeFalse();

        (target.Family, target.Hook, target.Priority, target.Flags).ShouldBe((family, hook, priority, flags));
    }

    [Theory]
    [InlineData("eth0", 0)]
    [InlineData("ipv4", 4)]
    [InlineData("ipv4:", 5)]
    [InlineData("ipv4:ingress", 5)]
    [InlineData("ipv4:forward:first", 13)]
    [InlineData("ipv4:forward:defrag,priority=", 20)]
    [InlineData("ipv4:forward:priority=2147483648", 13)]
    [InlineData("ipv4:forward:priority=--1", 13)]
    public void What_is_not_understood_is_pointed_at(string text, int place)
    {
        Fault fault = NetfilterTarget.Parse(Encoding.UTF8.GetBytes(text), out _);

        fault.Code.ShouldBe(FaultCode.AttachTargetMalformed);
        fault.Index.ShouldBe(place);
    }

    [Fact]
    public void Nothing_is_a_missing_target() =>
        NetfilterTarget.Parse(default, out _).Code.ShouldBe(FaultCode.AttachTargetMissing);
}
