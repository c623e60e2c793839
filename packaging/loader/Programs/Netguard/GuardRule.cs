using System;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Netguard;

/// <summary>A rule of the command line: a network, a port or any, and what becomes of attempts to get there.</summary>
internal unsafe struct GuardRule
{
    private const int MappedBits = 96;

    /// <summary>As it was given; zero-terminated.</summary>
    public byte* Text;

    /// <summary>What becomes of attempts.</summary>
    public Verdict Verdict;

    /// <summary>The port; 0 for any.</summary>
    public ushort Port;

    /// <summary>The network.</summary>
    public AddressPrefix Prefix;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>10.0.0.0/8:443</c>, <c>2001:db8::/32</c> or <c>[2001:db8::/32]:443</c>.</summary>
    /// <param name="text">Zero-terminated.</param>
    /// <param name="verdict">What becomes of attempts.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(byte* text, Verdict verdict, out GuardRule rule)
    {
        rule = default;
        rule.Text = text;
        rule.Verdict = verdict;
        ReadOnlySpan<byte> network = ZeroTerminatedText.Read(text), port = default;
        int colon = network.IndexOf((byte)':');
        if (network.Length != 0 && network[0] == '[')
        {
            int end = network.IndexOf((byte)']');
            if (end < 0 || (end + 1 < network.Length && network[end + 1] != ':'))
                return false;
            port = network[(end + 1)..];
            network = network[1..end];
            colon = network.IndexOf((byte)':');
            // Brackets are for IPv6.
            if (colon < 0)
                return false;
        }
        else if (colon >= 0 && network[(colon + 1)..].IndexOf((byte)':') < 0)
        {
            // With two of them, it is an IPv6 address.
            port = network[colon..];
            network = network[..colon];
        }
        return (port.Length == 0 || TryPort(port[1..], out rule.Port)) && AddressPrefix.TryParse(network, out rule.Prefix);
    }

    /// <summary>Whether it is for IPv4: also where it is written as one for IPv6 sockets, <c>::ffff:10.0.0.0/104</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="address">At least 16 bytes: the address, in the order of the network.</param>
    /// <param name="bits">How many bits of it count.</param>
    public static bool IsForIpv4(in GuardRule rule, Span<byte> address, out uint bits)
    {
        AddressPrefix.CopyBits(rule.Prefix, address);
        bits = rule.Prefix.Length;
        if (!rule.Prefix.IsIpv6)
            return true;
        ReadOnlySpan<byte> mapped = AddressText.Mapped;
        if (bits < MappedBits || !address[..mapped.Length].SequenceEqual(mapped))
            return false;
        address.Slice(mapped.Length, AddressReader.Ipv4Bytes).CopyTo(address);
        bits -= MappedBits;
        return true;
    }

    private static bool TryPort(ReadOnlySpan<byte> digits, out ushort port)
    {
        uint value = 0;
        bool isNumber = digits.Length is > 0 and <= 5;
        foreach (byte digit in digits)
        {
            isNumber &= digit is >= (byte)'0' and <= (byte)'9';
            value = (value * 10) + digit - '0';
        }
        port = (ushort)value;
        return isNumber && value is > 0 and <= ushort.MaxValue;
    }
}
