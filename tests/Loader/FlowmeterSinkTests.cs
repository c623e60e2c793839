using System;
using System.Net;
using System.Text;
using Corewright.Loader.Flowmeter;
using Corewright.Loader.Networks;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>Flows as they are ordered, compared and written; what is counted is shown in guests.</summary>
public unsafe class FlowmeterSinkTests
{
    [Fact]
    public void The_flows_with_the_most_bytes_come_first()
    {
        var top = new TopFlows();
        top.Limit(3);
        foreach (int bytes in (int[])[5, 0, 9, 1, 7, 8])
            top.Offer(new CountedFlow { Part = new Traffic { Packets = bytes == 0 ? 0ul : 1, Bytes = (ulong)bytes } });
        top.Count.ShouldBe(3);
        (top[0].Part.Bytes, top[1].Part.Bytes, top[2].Part.Bytes).ShouldBe((9ul, 8ul, 7ul));
        top.Clear();
        top.Count.ShouldBe(0);
    }

    [Fact]
    public void What_came_since_the_last_round_is_told()
    {
        using var earlier = new EarlierCounts();
        earlier.Open().ShouldBeTrue();
        earlier.Turn();
        Note(earlier, "a", 3, 300).ShouldBe((3ul, 300ul));
        earlier.Turn();
        Note(earlier, "a", 5, 350).ShouldBe((2ul, 50ul));
        Note(earlier, "b", 1, 60).ShouldBe((1ul, 60ul));
        earlier.Turn();
        Note(earlier, "a", 5, 350).ShouldBe((0ul, 0ul));
        // It was forgotten by the kernel, and began anew.
        Note(earlier, "b", 1, 50).ShouldBe((1ul, 50ul));
    }

    [Fact]
    public void More_keys_than_there_ever_are_do_no_harm()
    {
        using var earlier = new EarlierCounts();
        earlier.Open().ShouldBeTrue();
        for (int round = 0; round < 2; round++)
        {
            earlier.Turn();
            for (int i = 0; i < 40_000; i++)
                earlier.Note(BitConverter.GetBytes(i), new Traffic { Packets = 1, Bytes = 1 }).Packets.ShouldBe(round == 0 || i >= 16_384 ? 1ul : 0);
        }
    }

    [Fact]
    public void Directions_of_a_cgroup_are_put_together()
    {
        var sums = new GroupSums();
        sums.Add(new Group { CgroupId = 1, Direction = Direction.Ingress }, new Traffic { Packets = 1, Bytes = 10 });
        sums.Add(new Group { CgroupId = 2, Direction = Direction.Egress }, new Traffic { Packets = 2, Bytes = 20 });
        sums.Add(new Group { CgroupId = 1, Direction = Direction.Egress }, new Traffic { Packets = 3, Bytes = 5 });
        sums.Add(new Group { CgroupId = 3, Direction = Direction.Egress }, default);
        sums.Count.ShouldBe(2);
        sums.Sort(10);
        (sums[0].CgroupId, sums[0].Egress.Packets, sums[0].Ingress.Packets).ShouldBe((2ul, 2ul, 0ul));
        (sums[1].CgroupId, sums[1].Egress.Packets, sums[1].Ingress.Packets).ShouldBe((1ul, 3ul, 1ul));
    }

    [Theory]
    [InlineData("10.0.0.1", 80, "10.0.0.1:80")]
    [InlineData("10.0.0.1", 0, "10.0.0.1")]
    [InlineData("2001:db8::1", 65535, "[2001:db8::1]:65535")]
    [InlineData("2001:db8::1", 0, "2001:db8::1")]
    [InlineData("1111:2222:3333:4444:5555:6666:7777:8888", 10000, "[1111:2222:3333:4444:5555:6666:7777:8888]:10000")]
    public void Ends_of_flows_are_written_as_urls_have_them(string address, int port, string expected)
    {
        byte[] bytes = IPAddress.Parse(address).GetAddressBytes();
        Flow flow = default;
        flow.Version = (byte)(bytes.Length == 4 ? 4 : 6);
        flow.SourcePort = (ushort)port;
        bytes.CopyTo(new Span<byte>(flow.Source, Flow.SourceLength));
        Encoding.UTF8.GetString(FlowText.End(flow, source: true, new byte[60])).ShouldBe(expected);
    }

    [Theory]
    [InlineData(6, "tcp")]
    [InlineData(58, "icmpv6")]
    [InlineData(0, "0")]
    [InlineData(255, "255")]
    public void Protocols_have_names_or_numbers(byte protocol, string expected) =>
        Encoding.UTF8.GetString(ProtocolText.Of(protocol, new byte[8])).ShouldBe(expected);

    [Theory]
    [InlineData("--top", "100", true)]
    [InlineData("--top", "101", false)]
    [InlineData("--top", "0", false)]
    [InlineData("--top", "4294967297", false)]
    [InlineData("--interval", "3600", true)]
    [InlineData("--interval", "x", false)]
    [InlineData("--interface", "eth0", true)]
    [InlineData("--interface", "../../eth0", false)]
    [InlineData("--interface", "eth0:generic", false)]
    [InlineData("--interface", "a-name-too-long-", false)]
    public void Options_are_checked(string option, string value, bool good)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(value + "\0"))
            new FlowmeterSink().Take(Encoding.UTF8.GetBytes(option), text).ShouldBe(good);
    }

    private static (ulong Packets, ulong Bytes) Note(EarlierCounts earlier, string key, ulong packets, ulong bytes)
    {
        Traffic more = earlier.Note(Encoding.UTF8.GetBytes(key), new Traffic { Packets = packets, Bytes = bytes });
        return (more.Packets, more.Bytes);
    }
}
