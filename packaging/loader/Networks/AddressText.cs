// RFC 5952: the one way to write an IPv6 address.

using System;
using System.Runtime.CompilerServices;

namespace Corewright.Loader.Networks;

/// <summary>Addresses as text.</summary>
internal static class AddressText
{
    /// <summary>As long as it gets.</summary>
    public const int MaxBytes = 45;

    /// <summary>As long as it gets with brackets, a colon and a port.</summary>
    public const int MaxBytesWithPort = MaxBytes + 8;

    private const int Groups = 8;

    /// <summary>The first bytes of IPv4 addresses among those of IPv6: ::ffff:0:0/96.</summary>
    public static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    /// <summary>Writes an address.</summary>
    /// <param name="address">4 bytes of IPv4 or 16 of IPv6, in network order.</param>
    /// <param name="text">At least <see cref="MaxBytes"/>.</param>
    /// <returns>How many bytes were written.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Write(ReadOnlySpan<byte> address, Span<byte> text)
    {
        int at = 0;
        if (address.Length == AddressReader.Ipv4Bytes)
        {
            WriteIpv4(address, text, ref at);
            return at;
        }
        bool mapped = address[..Mapped.Length].SequenceEqual(Mapped);
        int groups = mapped ? Groups - 2 : Groups;
        Gap(address, groups, out int gap, out int length);
        for (int i = 0; i < groups; i++)
        {
            if (i == gap)
            {
                text[at++] = (byte)':';
                i += length - 1;
                if (i == groups - 1)
                    text[at++] = (byte)':';
                continue;
            }
            if (i > 0)
                text[at++] = (byte)':';
            WriteHex((uint)((address[2 * i] << 8) | address[(2 * i) + 1]), text, ref at);
        }
        if (mapped)
        {
            text[at++] = (byte)':';
            WriteIpv4(address[Mapped.Length..], text, ref at);
        }
        return at;
    }

    /// <summary>Writes an address and a port: <c>10.0.0.1:80</c>, <c>[2001:db8::1]:80</c>.</summary>
    /// <param name="address">As for <see cref="Write"/>.</param>
    /// <param name="port">The port.</param>
    /// <param name="text">At least <see cref="MaxBytesWithPort"/>.</param>
    /// <returns>The text.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ReadOnlySpan<byte> WriteWithPort(ReadOnlySpan<byte> address, uint port, Span<byte> text)
    {
        bool brackets = address.Length > AddressReader.Ipv4Bytes;
        int at = brackets ? 1 : 0;
        text[0] = (byte)'[';
        at += Write(address, text[at..]);
        if (brackets)
            text[at++] = (byte)']';
        text[at++] = (byte)':';
        for (uint power = 10_000; power != 0; power /= 10)
        {
            if (port >= power || power == 1)
                text[at++] = (byte)('0' + (port / power % 10));
        }
        return text[..at];
    }

    /// <summary>Writes a number in decimal.</summary>
    /// <param name="value">The number.</param>
    /// <param name="text">At least three bytes from there on.</param>
    /// <param name="at">Where; afterwards behind it.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WriteNumber(byte value, Span<byte> text, ref int at)
    {
        if (value >= 100)
            text[at++] = (byte)('0' + (value / 100));
        if (value >= 10)
            text[at++] = (byte)('0' + (value / 10 % 10));
        text[at++] = (byte)('0' + (value % 10));
    }

    private static void WriteIpv4(ReadOnlySpan<byte> address, Span<byte> text, ref int at)
    {
        for (int i = 0; i < AddressReader.Ipv4Bytes; i++)
        {
            if (i > 0)
                text[at++] = (byte)'.';
            WriteNumber(address[i], text, ref at);
        }
    }

    private static void WriteHex(uint group, Span<byte> text, ref int at)
    {
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            if (shift == 0 || group >> shift != 0)
                text[at++] = "0123456789abcdef"u8[(int)(group >> shift) & 15];
        }
    }

    // The longest run of at least two groups of zeroes; the first of several.
    private static void Gap(ReadOnlySpan<byte> address, int groups, out int gap, out int length)
    {
        gap = -1;
        length = 1;
        for (int i = 0, run = 0; i < groups; i++)
        {
            run = address[2 * i] == 0 && address[(2 * i) + 1] == 0 ? run + 1 : 0;
            if (run <= length)
                continue;
            length = run;
            gap = i - run + 1;
        }
    }
}
