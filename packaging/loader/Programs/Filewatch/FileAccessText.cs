using System;

namespace Corewright.Loader.Filewatch;

/// <summary>What a file is opened for, in words: the bits of <c>access</c> of the types.</summary>
internal static class FileAccessText
{
    private const uint Read = 1;
    private const uint Write = 2;
    private const uint Execute = 4;

    /// <summary>A bit's word; empty behind the last one.</summary>
    public static ReadOnlySpan<byte> Of(int bit) => bit switch
    {
        0 => "read"u8,
        1 => "write"u8,
        2 => "execute"u8,
        3 => "create"u8,
        4 => "truncate"u8,
        5 => "append"u8,
        _ => default,
    };

    /// <summary>One word for a table: the most that may be done.</summary>
    public static ReadOnlySpan<byte> OfAll(uint access) =>
        (access & Execute) != 0 ? "execute"u8
        : (access & (Read | Write)) == (Read | Write) ? "read-write"u8
        : (access & Write) != 0 ? "write"u8
        : (access & Read) != 0 ? "read"u8
        : "-"u8;
}
