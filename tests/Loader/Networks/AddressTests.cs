using System;
using System.Net;
using System.Text;
using Corewright.Loader.Networks;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader.Networks;

/// <summary>Addresses, read and written; .NET's own are asked for comparison.</summary>
public class AddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("10.20.3.100")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1::1")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7:0")]
    [InlineData("0:2:3:4:5:6:7:8")]
    [InlineData("fe80::1234:5678:9abc:def0")]
    [InlineData("::ffff:192.0.2.33")]
    public void An_address_is_read_and_written_as_it_should_be(string text)
    {
        byte[] address = Read(text);
        address.ShouldBe(IPAddress.Parse(text).GetAddressBytes());
        Write(address).ShouldBe(text);
    }

    [Theory]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("0:0:0:0:0:0:0:0", "::")]
    [InlineData("1:0:0:2:0:0:0:3", "1:0:0:2::3")]
    [InlineData("1:0:0:2:3:0:0:4", "1::2:3:0:0:4")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    public void Other_ways_to_write_it_are_read(string text, string expected)
    {
        byte[] address = Read(text);
        address.ShouldBe(IPAddress.Parse(text).GetAddressBytes());
        Write(address).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.4.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4294967297")]
    [InlineData("010.0.0.1")]
    [InlineData("1.2.3.4 ")]
    [InlineData("a.2.3.4")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("::1.2.3")]
    [InlineData("::g")]
    [InlineData("fe80::1%lo")]
    public void What_is_no_address_is_refused(string text) =>
        AddressReader.Read(Encoding.UTF8.GetBytes(text), new byte[AddressReader.Ipv6Bytes]).ShouldBe(0);

    [Theory]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("255.255.255.255/0", "0.0.0.0/0")]
    [InlineData("10.255.0.0/9", "10.128.0.0/9")]
    [InlineData("2001:db8:ffff::/33", "2001:db8:8000::/33")]
    [InlineData("::1", "::1/128")]
    public void A_prefix_has_only_the_bits_that_count(string text, string expected)
    {
        AddressPrefix.TryParse(Encoding.UTF8.GetBytes(text), out AddressPrefix prefix).ShouldBeTrue();
        Encoding.UTF8.GetString(AddressPrefix.Write(prefix, new byte[AddressPrefix.MaxTextBytes])).ShouldBe(expected);
        AddressPrefix.TryParse(Encoding.UTF8.GetBytes(expected), out AddressPrefix same).ShouldBeTrue();
        AddressPrefix.AreEqual(prefix, same).ShouldBeTrue();
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/4294967304")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("/8")]
    public void What_is_no_prefix_is_refused(string text) =>
        AddressPrefix.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void The_longest_texts_fit()
    {
        byte[] all = new byte[AddressReader.Ipv6Bytes];
        Array.Fill(all, (byte)0xFF);
        Write(all).Length.ShouldBeLessThanOrEqualTo(AddressText.MaxBytes);
        Write(Read("::ffff:255.255.255.255")).Length.ShouldBeLessThanOrEqualTo(AddressText.MaxBytes);
    }

    private static byte[] Read(string text)
    {
        byte[] address = new byte[AddressReader.Ipv6Bytes];
        int length = AddressReader.Read(Encoding.UTF8.GetBytes(text), address);
        length.ShouldBeGreaterThan(0);
        return address[..length];
    }

    private static string Write(byte[] address)
    {
        byte[] text = new byte[AddressText.MaxBytes];
        return Encoding.UTF8.GetString(text, 0, AddressText.Write(address, text));
    }
}
