using System.Net.Sockets;
using System.Text;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Links;

/// <summary>Interfaces of the machine that the tests run on: the loopback, which every one has.</summary>
public class NetworkInterfaceTests
{
    [Fact]
    public void The_loopback_is_found() => Find("lo").ShouldBeGreaterThan(0);

    [Theory]
    [InlineData("")]
    [InlineData("lo\0x")]
    [InlineData("lo:generic")] // The kernel would cut it at the colon.
    [InlineData("lo123456789012345")]
    [InlineData("no-such-thing")]
    public void What_is_no_name_of_one_is_not(string name) => Find(name).ShouldBe(-Errno.NoDevice);

    private static int Find(string name)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return NetworkInterface.Find((int)socket.Handle, Encoding.UTF8.GetBytes(name));
    }
}
