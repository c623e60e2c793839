// deb-control(5): paragraphs of "Field: value", separated by empty lines; a line that begins with a blank continues a value.
using System;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Store;

/// <summary>Reads Debian's control format in place: paragraphs and fields are slices of the text.</summary>
internal static class Deb822
{
    /// <summary>The paragraphs of a text, without the empty lines between them.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Paragraphs(ReadOnlyMemory<byte> text)
    {
        while (text.Length > 0)
        {
            if (text.Span[0] == (byte)'\n')
            {
                text = text[1..];
                continue;
            }

            int end = text.Span.IndexOf("\n\n"u8);
            if (end < 0)
            {
                yield return text;
                yield break;
            }

            yield return text[..(end + 1)];
            text = text[(end + 2)..];
        }
    }

    /// <summary>
    /// A field of a paragraph, without blanks around it; empty where there is none. Names are compared as written: archives
    /// write them one way.
    /// </summary>
    /// <param name="paragraph">A paragraph.</param>
    /// <param name="name">Such as <c>Package</c>, in ASCII.</param>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> paragraph, ReadOnlySpan<byte> name)
    {
        while (paragraph.Length > 0)
        {
            int end = EndOfField(paragraph);
            ReadOnlySpan<byte> field = paragraph[..end];
            if (field.Length > name.Length && field[name.Length] == (byte)':' && field.StartsWith(name))
                return field[(name.Length + 1)..].Trim(" \t\n\r"u8);
            paragraph = paragraph[end..];
        }

        return [];
    }

    /// <summary>A field as text.</summary>
    public static string Text(ReadOnlySpan<byte> paragraph, ReadOnlySpan<byte> name) =>
        Encoding.UTF8.GetString(Field(paragraph, name));

    private static int EndOfField(ReadOnlySpan<byte> text)
    {
        int end = 0;
        while (true)
        {
            int newline = text[end..].IndexOf((byte)'\n');
            if (newline < 0)
                return text.Length;
            end += newline + 1;
            if (end == text.Length || text[end] is not ((byte)' ' or (byte)'\t'))
                return end;
        }
    }
}
