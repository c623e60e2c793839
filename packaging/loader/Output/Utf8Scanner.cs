// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.

using System;

namespace Corewright.Loader.Output;

/// <summary>Tells what may be shown from what must be escaped in bytes of unknown origin: file names and command names.</summary>
internal static class Utf8Scanner
{
    private const uint FirstSupplementary = 0x10000;
    private const uint LastCodePoint = 0x10FFFF;

    /// <summary>Measures the character at the start.</summary>
    /// <param name="text">At least one byte.</param>
    /// <param name="codePoint">The character, where it is valid.</param>
    /// <returns>Its length in bytes, 1 to 4; 0 where the first byte begins no valid character.</returns>
    public static int Decode(ReadOnlySpan<byte> text, out uint codePoint)
    {
        uint first = text[0];
        codePoint = first;
        if (first < 0x80)
            return 1;
        int length = first switch { >= 0xF0 and < 0xF8 => 4, >= 0xE0 and < 0xF0 => 3, >= 0xC0 and < 0xE0 => 2, _ => 0 };
        if (length == 0 || text.Length < length)
            return 0;
        codePoint = first & (0x7Fu >> length);
        for (int i = 1; i < length; i++)
        {
            uint next = text[i];
            if ((next & 0xC0) != 0x80)
                return 0;
            codePoint = (codePoint << 6) | (next & 0x3F);
        }
        uint least = length switch { 2 => 0x80u, 3 => 0x800u, _ => FirstSupplementary };
        return codePoint < least || codePoint > LastCodePoint || codePoint is >= 0xD800 and < 0xE000 ? 0 : length;
    }

    /// <summary>Whether a character would do something to a terminal rather than be shown: C0, DEL and C1.</summary>
    public static bool IsControl(uint codePoint) => codePoint is < 0x20 or (>= 0x7F and < 0xA0);
}
