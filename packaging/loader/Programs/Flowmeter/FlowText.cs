using System;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Flowmeter;

/// <summary>What flows are made of, as text.</summary>
internal static unsafe class FlowText
{
    /// <summary>An address.</summary>
    /// <param name="flow">Whose.</param>
    /// <param name="source">Where its packets come from; else where they go to.</param>
    /// <param name="text">At least <see cref="AddressText.MaxBytes"/>.</param>
    public static ReadOnlySpan<byte> Address(in Flow flow, bool source, Span<byte> text)
    {
        int bytes = flow.Version == 4 ? AddressReader.Ipv4Bytes : AddressReader.Ipv6Bytes;
        fixed (byte* from = flow.Source)
        fixed (byte* to = flow.Destination)
            return text[..AddressText.Write(new ReadOnlySpan<byte>(source ? from : to, bytes), text)];
    }

    /// <summary>An address and, if there is one, a port: <c>10.0.0.1:80</c>, <c>[2001:db8::1]:80</c>.</summary>
    /// <param name="flow">Whose.</param>
    /// <param name="source">As for <see cref="Address"/>.</param>
    /// <param name="text">At least <see cref="AddressText.MaxBytes"/> and 8 more.</param>
    public static ReadOnlySpan<byte> End(in Flow flow, bool source, Span<byte> text)
    {
        ushort port = source ? flow.SourcePort : flow.DestinationPort;
        if (port == 0)
            return Address(flow, source, text);
        bool brackets = flow.Version != 4;
        int at = brackets ? 1 : 0;
        text[0] = (byte)'[';
        at += Address(flow, source, text[at..]).Length;
        if (brackets)
            text[at++] = (byte)']';
        text[at++] = (byte)':';
        return text[..(at + Digits(port, text[at..]))];
    }

    /// <summary>A protocol's name, or its number.</summary>
    /// <param name="protocol">IPPROTO_*.</param>
    /// <param name="text">At least 3 bytes.</param>
    public static ReadOnlySpan<byte> Protocol(byte protocol, Span<byte> text)
    {
        switch (protocol)
        {
            case 1:
                return "icmp"u8;
            case 6:
                return "tcp"u8;
            case 17:
                return "udp"u8;
            case 58:
                return "icmp6"u8;
            case 132:
                return "sctp"u8;
            default:
                return text[..Digits(protocol, text)];
        }
    }

    /// <summary>What a total is of.</summary>
    public static ReadOnlySpan<byte> Of(Total total) => total switch
    {
        Total.Ingress => "ingress"u8,
        Total.Egress => "egress"u8,
        Total.Other => "other"u8,
        _ => "malformed"u8,
    };

    private static int Digits(uint value, Span<byte> text)
    {
        int length = 0;
        for (uint power = 10_000; power != 0; power /= 10)
        {
            if (value >= power || power == 1)
                text[length++] = (byte)('0' + (value / power % 10));
        }
        return length;
    }
}
