// <netdb.h> of glibc and musl, which agree.

using System;

namespace Corewright.Loader.Dnslat;

/// <summary>What <c>getaddrinfo</c> returns where it fails.</summary>
internal static class LookupError
{
    /// <summary>Its name; empty for 0 and for what has none.</summary>
    /// <param name="result">What was returned.</param>
    public static ReadOnlySpan<byte> Name(int result) => result switch
    {
        -1 => "EAI_BADFLAGS"u8,
        -2 => "EAI_NONAME"u8,
        -3 => "EAI_AGAIN"u8,
        -4 => "EAI_FAIL"u8,
        -5 => "EAI_NODATA"u8,
        -6 => "EAI_FAMILY"u8,
        -7 => "EAI_SOCKTYPE"u8,
        -8 => "EAI_SERVICE"u8,
        -9 => "EAI_ADDRFAMILY"u8,
        -10 => "EAI_MEMORY"u8,
        -11 => "EAI_SYSTEM"u8,
        -12 => "EAI_OVERFLOW"u8,
        _ => default,
    };
}
