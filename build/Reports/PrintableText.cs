using System;
using System.Text;

namespace Corewright.Build.Reports;

/// <summary>
/// Text from a guest made fit for a terminal, XML and HTML. A guest is hostile: what it prints must not move a cursor, reorder
/// a line or end an element. Line feeds and tabs stay; everything else that can't be seen becomes something that can.
/// </summary>
internal static class PrintableText
{
    /// <summary>The text with control characters shown as Unicode's control pictures (ESC as ␛) and the rest as U+FFFD.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest is ['\r', '\n', ..])
            {
                rest = rest[1..];
                continue;
            }

            Rune.DecodeFromUtf16(rest, out Rune rune, out int length);
            clean.Append(Visible(rune).ToString());
            rest = rest[length..];
        }

        return clean.ToString();
    }

    /// <summary>The same on one line: line feeds and tabs become spaces.</summary>
    internal static string Line(string text) => Clean(text).Replace('\n', ' ').Replace('\t', ' ');

    private static Rune Visible(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => rune,
        < 0x20 => new Rune(0x2400 + rune.Value),
        0x7f => new Rune(0x2421),
        >= 0x80 and < 0xa0 => Rune.ReplacementChar,
        // Bidirectional marks, embeddings, overrides and isolates: they make a line read differently from what it is.
        0x061c or 0x200e or 0x200f or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) => Rune.ReplacementChar,
        // XML 1.0 has no place for noncharacters at the end of the BMP.
        0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff => Rune.ReplacementChar,
        _ => rune,
    };
}
