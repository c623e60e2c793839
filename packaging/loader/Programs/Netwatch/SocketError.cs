// include/uapi/asm-generic/errno.h, which all architectures here share.

using System;

namespace Corewright.Loader.Netwatch;

/// <summary>Why connections fail.</summary>
internal static class SocketError
{
    /// <summary>Its name; empty for one that TCP rarely ends with.</summary>
    /// <param name="errno">The error.</param>
    public static ReadOnlySpan<byte> Name(uint errno) => errno switch
    {
        32 => "EPIPE"u8,
        71 => "EPROTO"u8,
        101 => "ENETUNREACH"u8,
        103 => "ECONNABORTED"u8,
        104 => "ECONNRESET"u8,
        110 => "ETIMEDOUT"u8,
        111 => "ECONNREFUSED"u8,
        113 => "EHOSTUNREACH"u8,
        _ => default,
    };
}
