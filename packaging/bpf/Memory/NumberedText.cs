using System;

namespace Corewright.Bpf.Memory;

/// <summary>
/// Sentences by their numbers, as a table of lines: a number, a space, the text. One such table is smaller than a switch over as many
/// literals, and texts are looked up for people only, who can wait.
/// </summary>
public static class NumberedText
{
    /// <summary>The text of the first line that begins with a number.</summary>
    /// <param name="table">Lines in UTF-8, each of them ended.</param>
    /// <param name="number">The number, decimal in the table.</param>
    /// <param name="otherwise">What is returned if there is none.</param>
    /// <returns>The rest of the line without the space.</returns>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> table, uint number, ReadOnlySpan<byte> otherwise)
    {
        while (table.Length != 0)
        {
            uint found = 0;
            int at = 0;
            for (; table[at] != (byte)' '; at++)
                found = (found * 10) + table[at] - (byte)'0';
            int end = table.IndexOf((byte)'\n');
            if (found == number)
                return table[(at + 1)..end];
            table = table[(end + 1)..];
        }
        return otherwise;
    }
}
