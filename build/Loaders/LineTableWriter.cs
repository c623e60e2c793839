// The table's format is described in packaging/corlib/Freestanding/Backtrace.Lines.cs, which reads it.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Corewright.Build.Loaders;

/// <summary>Writes the table by which a debug build says in which file and line a fault happened.</summary>
internal static class LineTableWriter
{
    private const string CoreLibrary = "packaging/corlib/";

    /// <summary>Writes it.</summary>
    /// <param name="lines">What ILC wrote.</param>
    /// <param name="mappedRoot">What the compiler wrote for the root of the clone; taken off the files' paths.</param>
    public static byte[] Write(LineProgram lines, string mappedRoot)
    {
        var table = new MemoryStream();
        Number(table, (ulong)lines.Files.Count);
        foreach (string file in lines.Files.Select(f => f.StartsWith(mappedRoot, StringComparison.Ordinal) ? f[mappedRoot.Length..] : f))
        {
            byte[] name = Encoding.UTF8.GetBytes(file);
            Number(table, ((ulong)name.Length << 1) | (file.StartsWith(CoreLibrary, StringComparison.Ordinal) ? 1u : 0u));
            table.Write(name);
        }

        var last = new LineRow(0, 0, 0);
        foreach (var row in Merged(lines.Rows))
        {
            bool elsewhere = row.File != last.File;
            Number(table, ((row.Offset - last.Offset) << 1) | (elsewhere ? 1u : 0u));
            if (elsewhere)
                Number(table, (ulong)row.File);
            SignedNumber(table, row.Line - last.Line);
            last = row;
        }

        return table.ToArray();
    }

    // Of rows at one offset the last counts; a row that says the same as the one before says nothing.
    private static IEnumerable<LineRow> Merged(IReadOnlyList<LineRow> rows)
    {
        var last = new LineRow(0, 0, 0);
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            bool replaced = i + 1 < rows.Count && rows[i + 1].Offset == row.Offset;
            if (replaced || (row.File == last.File && row.Line == last.Line))
                continue;
            yield return row;
            last = row;
        }
    }

    private static void Number(MemoryStream table, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            table.WriteByte((byte)(value | 0x80));
        table.WriteByte((byte)value);
    }

    private static void SignedNumber(MemoryStream table, int value)
    {
        while (value is < -64 or > 63)
        {
            table.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        table.WriteByte((byte)(value & 0x7f));
    }
}
