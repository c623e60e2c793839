using System;

namespace Corewright.Bpf.Memory;

/// <summary>Strings in a table where each ends with a zero byte, as ELF and BTF keep them.</summary>
internal static class ZeroTerminated
{
    /// <summary>How many bytes come before the zero byte.</summary>
    public static unsafe int Length(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
            length++;
        return length;
    }

    /// <summary>The string at an offset, without its zero byte; empty where the offset is beyond the table.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> table, uint offset)
    {
        if (offset >= (uint)table.Length)
            return default;
        ReadOnlySpan<byte> rest = table[(int)offset..];
        int length = rest.IndexOf((byte)0);
        return length < 0 ? default : rest[..length];
    }
}
