using System;

namespace Corewright.Loader.Output;

/// <summary>Bytes of unknown origin for people: what could move a terminal's cursor is shown as <c>\x1b</c>.</summary>
internal static class PlainText
{
    /// <summary>Writes a text and fills up with spaces to a width in characters.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">Any bytes.</param>
    /// <param name="width">Columns, of which one at least is a space, so that a long text does not run into the next; 0 for none.</param>
    public static void Write(Utf8Writer output, ReadOnlySpan<byte> text, int width = 0)
    {
        int columns = 0;
        int at = 0;
        while (at < text.Length)
        {
            int length = Utf8Scanner.Decode(text[at..], out uint codePoint);
            if (length == 0 || Utf8Scanner.IsControl(codePoint))
            {
                output.Text("\\x"u8).Hex(text[at], 2);
                columns += 4;
                at++;
                // The rest of a two-byte control character follows as an invalid byte, escaped in its turn.
                continue;
            }
            output.Text(text.Slice(at, length));
            columns++;
            at += length;
        }
        if (width != 0)
            output.Repeat((byte)' ', Math.Max(width - columns, 1));
    }
}
