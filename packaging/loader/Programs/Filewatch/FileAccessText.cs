using System;

namespace Corewright.Loader.Filewatch;

/// <summary>What a file is opened for, in words.</summary>
internal static class FileAccessText
{
    /// <summary>The word for one of them; empty for what has none.</summary>
    public static ReadOnlySpan<byte> Of(Access single) => single switch
    {
        Access.Read => "read"u8,
        Access.Write => "write"u8,
        Access.Execute => "execute"u8,
        Access.Create => "create"u8,
        Access.Truncate => "truncate"u8,
        Access.Append => "append"u8,
        _ => default,
    };

    /// <summary>One word for a table: the most that may be done.</summary>
    public static ReadOnlySpan<byte> OfAll(Access access) =>
        (access & Access.Execute) != 0 ? "execute"u8
        : (access & (Access.Read | Access.Write)) == (Access.Read | Access.Write) ? "read-write"u8
        : (access & Access.Write) != 0 ? "write"u8
        : (access & Access.Read) != 0 ? "read"u8
        : "-"u8;
}
