// RFC 4291, section 2.2: IPv6 addresses as text. RFC 6943, section 3.1.1: why no part of an IPv4 address begins with a 0.

using System;
using System.Runtime.CompilerServices;

namespace Corewright.Loader.Networks;

/// <summary>Reads addresses of hosts and networks.</summary>
internal static class AddressReader
{
    /// <summary>Bytes of an IPv4 address.</summary>
    public const int Ipv4Bytes = 4;

    /// <summary>Bytes of an IPv6 address.</summary>
    public const int Ipv6Bytes = 16;

    private const int Groups = 8;
    private const int MostGroupDigits = 4;

    /// <summary>Reads an address.</summary>
    /// <param name="text">Such as <c>10.0.0.1</c> or <c>2001:db8::1</c>, and nothing else.</param>
    /// <param name="address">At least <see cref="Ipv6Bytes"/>; in network order afterwards.</param>
    /// <returns><see cref="Ipv4Bytes"/>, <see cref="Ipv6Bytes"/>, or 0 for what is no address.</returns>
    public static int Read(ReadOnlySpan<byte> text, Span<byte> address)
    {
        address.Clear();
        if (text.IndexOf((byte)':') >= 0)
            return TryReadIpv6(text, address) ? Ipv6Bytes : 0;
        return TryReadIpv4(text, address) ? Ipv4Bytes : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryReadIpv4(ReadOnlySpan<byte> text, Span<byte> address)
    {
        int at = 0;
        for (int part = 0; part < Ipv4Bytes; part++)
        {
            int start = at;
            uint value = 0;
            for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && value <= byte.MaxValue; at++)
                value = (value * 10) + text[at] - '0';
            bool ambiguous = at - start > 1 && text[start] == '0';
            if (at == start || value > byte.MaxValue || ambiguous)
                return false;
            address[part] = (byte)value;
            bool last = part == Ipv4Bytes - 1;
            if (last ? at != text.Length : at == text.Length || text[at++] != '.')
                return false;
        }
        return true;
    }

    private static bool TryReadIpv6(ReadOnlySpan<byte> text, Span<byte> address)
    {
        // How many groups there are so far, and before which of them the "::" is.
        int count = 0, gap = -1, at = 0;
        if (text.Length >= 2 && text[0] == ':' && text[1] == ':')
        {
            gap = 0;
            at = 2;
        }
        while (at < text.Length)
        {
            int start = at;
            uint value = 0;
            for (; at < text.Length && at - start < MostGroupDigits && Digit(text[at]) is var digit and >= 0; at++)
                value = (value << 4) | (uint)digit;
            if (at < text.Length && text[at] == '.' && count <= Groups - 2)
            {
                if (!TryReadIpv4(text[start..], address.Slice(2 * count, Ipv4Bytes)))
                    return false;
                count += 2;
                break;
            }
            if (at == start || count == Groups)
                return false;
            address[2 * count] = (byte)(value >> 8);
            address[(2 * count) + 1] = (byte)value;
            count++;
            if (at == text.Length)
                break;
            if (text[at++] != ':' || at == text.Length)
                return false;
            if (text[at] != ':')
                continue;
            if (gap >= 0)
                return false;
            gap = count;
            at++;
        }
        return gap < 0 ? count == Groups : count < Groups && Spread(address, gap, count);
    }

    // What stands behind the "::" belongs to the end; from there on backwards, since the two may overlap.
    private static bool Spread(Span<byte> address, int gap, int count)
    {
        int moved = 2 * (count - gap);
        for (int i = 1; i <= moved; i++)
        {
            address[Ipv6Bytes - i] = address[(2 * count) - i];
            address[(2 * count) - i] = 0;
        }
        return true;
    }

    private static int Digit(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        _ => -1,
    };
}
