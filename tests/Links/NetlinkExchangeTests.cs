using System;
using System.Net;
using System.Net.Sockets;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Links;

/// <summary>A conversation with something that sends datagrams as the kernel does, and some that it never would.</summary>
public sealed class NetlinkExchangeTests : IDisposable
{
    private const uint Sequence = 9;
    private const string Acknowledgement = "24000000" + "0200" + "0001" + "09000000" + "00000000" + "00000000" + "1000000000000000" + "0000000000000000";

    private readonly Socket _ours = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _kernel = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[256];

    public NetlinkExchangeTests()
    {
        _ours.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _kernel.Connect(_ours.LocalEndPoint!);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _kernel.Dispose();
    }

    [Fact]
    public void Messages_come_before_the_answer_and_those_of_other_requests_not_at_all()
    {
        Send("14000000" + "2c00" + "0000" + "08000000" + "00000000" + "aaaaaaaa" + "14000000" + "2c00" + "0000" + "09000000" + "00000000" + "bbbbbbbb");
        Send(Acknowledgement);
        NetlinkExchange exchange = Begin();

        exchange.Next(out NetlinkType type, out ReadOnlySpan<byte> body).ShouldBeTrue();
        type.ShouldBe(NetlinkType.NewFilter);
        body.ToArray().ShouldBe([0xbb, 0xbb, 0xbb, 0xbb]);
        exchange.Next(out _, out _).ShouldBeFalse();
        exchange.Result.ShouldBe(0);
        exchange.Next(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_dump_ends_with_done()
    {
        Send("10000000" + "2c00" + "0200" + "09000000" + "00000000");
        Send("14000000" + "0300" + "0200" + "09000000" + "00000000" + "00000000");
        NetlinkExchange exchange = Begin();

        exchange.Next(out NetlinkType type, out _).ShouldBeTrue();
        type.ShouldBe(NetlinkType.NewFilter);
        exchange.Next(out _, out _).ShouldBeFalse();
        exchange.Result.ShouldBe(0);
    }

    [Fact]
    public void No_answer_is_not_waited_for() => Begin().Finish().ShouldBe(-Errno.TryAgain);

    [Fact]
    public void A_datagram_that_does_not_fit_is_not_believed()
    {
        Send(new string('0', 2 * 300));

        Begin().Finish().ShouldBe(-Errno.MessageTooLong);
    }

    [Theory]
    [InlineData("ff000000" + "0200" + "0001" + "09000000" + "00000000")] // longer than the datagram
    [InlineData("14000000" + "0200" + "0001" + "09000000" + "00000000" + "00000000")] // an answer without the request's header
    [InlineData("14000000" + "0300" + "0200" + "09000000" + "00000000" + "01000000")] // done, with an errno that isn't negated
    public void What_makes_no_sense_is_an_error(string datagram)
    {
        Send(datagram);

        Begin().Finish().ShouldBe(-Errno.BadMessage);
    }

    private NetlinkExchange Begin() => new((int)_ours.Handle, Sequence, _buffer);

    private void Send(string datagram) => _kernel.Send(Convert.FromHexString(datagram));
}
