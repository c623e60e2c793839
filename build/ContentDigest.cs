using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Corewright.Build;

/// <summary>Names what something was made of, so that it can be found again and is never mistaken for something else.</summary>
internal static class ContentDigest
{
    /// <summary>SHA-256 (lower-case hex) over strings, each with its length, so that no two lists give the same text.</summary>
    public static string Of(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => $"{p.Length}:{p}\n")))));

    /// <summary>SHA-256 (lower-case hex) of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
