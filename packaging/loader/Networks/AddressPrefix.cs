using System;

namespace Corewright.Loader.Networks;

/// <summary>A network: the first bits of the addresses in it. RFC 4632, RFC 4291 section 2.3.</summary>
internal unsafe struct AddressPrefix
{
    /// <summary>As long as its text gets.</summary>
    public const int MaxTextBytes = AddressText.MaxBytes + 4;

    private fixed byte _bits[AddressReader.Ipv6Bytes];
    private byte _bytes;
    private byte _length;

    /// <summary>Whether it is one of IPv6.</summary>
    public readonly bool IsIpv6 => _bytes == AddressReader.Ipv6Bytes;

    /// <summary>How many bits count.</summary>
    public readonly byte Length => _length;

    /// <summary>Reads <c>10.0.0.0/8</c>, or a single address. Bits that don't count may be set; they are cleared.</summary>
    /// <param name="text">The text and nothing else.</param>
    /// <param name="prefix">The network.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out AddressPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf((byte)'/');
        ReadOnlySpan<byte> address = slash < 0 ? text : text[..slash];
        fixed (byte* start = prefix._bits)
        {
            var bits = new Span<byte>(start, AddressReader.Ipv6Bytes);
            prefix._bytes = (byte)AddressReader.Read(address, bits);
            prefix._length = (byte)(prefix._bytes * 8);
            if (prefix._bytes == 0 || (slash >= 0 && !prefix.TryShorten(text[(slash + 1)..])))
                return false;
            for (int bit = prefix._length; bit < prefix._bytes * 8; bit++)
                bits[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }
        return true;
    }

    /// <summary>Whether two are the same network.</summary>
    public static bool AreEqual(in AddressPrefix one, in AddressPrefix other)
    {
        if (one._bytes != other._bytes || one._length != other._length)
            return false;
        fixed (byte* first = one._bits)
        fixed (byte* second = other._bits)
            return new ReadOnlySpan<byte>(first, one._bytes).SequenceEqual(new ReadOnlySpan<byte>(second, one._bytes));
    }

    /// <summary>Copies its bits in network order.</summary>
    /// <param name="prefix">The network.</param>
    /// <param name="bits">4 bytes for IPv4, 16 for IPv6.</param>
    public static void CopyBits(in AddressPrefix prefix, Span<byte> bits)
    {
        fixed (byte* start = prefix._bits)
            new ReadOnlySpan<byte>(start, prefix._bytes).CopyTo(bits);
    }

    /// <summary>Writes it as <see cref="TryParse"/> reads it, always with its length.</summary>
    /// <param name="prefix">The network.</param>
    /// <param name="text">At least <see cref="MaxTextBytes"/>.</param>
    /// <returns>The text.</returns>
    public static ReadOnlySpan<byte> Write(in AddressPrefix prefix, Span<byte> text)
    {
        int at;
        fixed (byte* start = prefix._bits)
            at = AddressText.Write(new ReadOnlySpan<byte>(start, prefix._bytes), text);
        text[at++] = (byte)'/';
        AddressText.WriteNumber(prefix._length, text, ref at);
        return text[..at];
    }

    private bool TryShorten(ReadOnlySpan<byte> digits)
    {
        int length = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9' || length > _length)
                return false;
            length = (length * 10) + digit - '0';
        }
        bool ambiguous = digits.Length > 1 && digits[0] == '0';
        if (digits.Length == 0 || length > _length || ambiguous)
            return false;
        _length = (byte)length;
        return true;
    }
}
