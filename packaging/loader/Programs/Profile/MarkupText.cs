// XML 1.0, sections 2.2 and 2.4: which characters there are, and which begin something.

using System;
using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>Bytes of unknown origin as the text of an XML element: control characters and what is not UTF-8 become U+FFFD.</summary>
internal static class MarkupText
{
    /// <summary>Writes a text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">Any bytes.</param>
    /// <param name="most">How many characters there is room for, at least 3; of a longer text the beginning is written, and two dots. 0 for all.</param>
    public static void Write(Utf8Writer output, ReadOnlySpan<byte> text, int most = 0)
    {
        // As many characters as bytes, at most.
        int room = most == 0 || text.Length <= most ? int.MaxValue : most - 2;
        while (text.Length != 0 && room-- > 0)
        {
            int length = Utf8Scanner.Decode(text, out uint codePoint);
            if (length == 0 || Utf8Scanner.IsControl(codePoint) || codePoint is 0xFFFE or 0xFFFF)
                output.Text("\uFFFD"u8);
            else if (codePoint == '<')
                output.Text("&lt;"u8);
            else if (codePoint == '>')
                output.Text("&gt;"u8);
            else if (codePoint == '&')
                output.Text("&amp;"u8);
            else
                output.Text(text[..length]);
            text = text[Math.Max(length, 1)..];
        }
        if (text.Length != 0)
            output.Text(".."u8);
    }
}
