// IPPROTO_* of include/uapi/linux/in.h and in6.h.

using System;
using System.Runtime.CompilerServices;

namespace Corewright.Loader.Networks;

/// <summary>Protocols on top of IP.</summary>
internal static class ProtocolText
{
    /// <summary>A protocol's name, or its number.</summary>
    /// <param name="protocol">The number.</param>
    /// <param name="text">At least 3 bytes.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ReadOnlySpan<byte> Of(byte protocol, Span<byte> text)
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
                return "icmpv6"u8;
            case 132:
                return "sctp"u8;
            case 136:
                return "udplite"u8;
            default:
                int length = 0;
                AddressText.WriteNumber(protocol, text, ref length);
                return text[..length];
        }
    }
}
