using System;
using System.Collections.Generic;

namespace Corewright.Tests.Fuzz;

/// <summary>A piece of an input: a number's bytes, a word, a line, a record.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct FuzzPiece(int Start, int Length);

/// <summary>A real input, and where in it mutations are worth most.</summary>
/// <param name="Bytes">The input.</param>
/// <param name="Numbers">Little-endian numbers of 1, 2, 4 or 8 bytes: offsets, counts, sizes, kinds.</param>
/// <param name="Words">What text is made of; replaced by other words, of any length.</param>
/// <param name="Records">Whole entries, lines or sections; removed, repeated, swapped.</param>
internal sealed record FuzzSeed(
    byte[] Bytes, IReadOnlyList<FuzzPiece> Numbers, IReadOnlyList<FuzzPiece> Words, IReadOnlyList<FuzzPiece> Records)
{
    /// <summary>Text: its words and lines are found.</summary>
    public static FuzzSeed Text(ReadOnlySpan<byte> text)
    {
        var words = new List<FuzzPiece>();
        var lines = new List<FuzzPiece>();
        int word = 0, line = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            bool ends = i == text.Length || (!char.IsAsciiLetterOrDigit((char)text[i]) && text[i] is not ((byte)'_' or (byte)'-'));
            if (ends)
            {
                if (i > word)
                    words.Add(new FuzzPiece(word, i - word));
                // What stands between words can be replaced, too: it is what the grammar is made of.
                if (i < text.Length)
                    words.Add(new FuzzPiece(i, 1));
                word = i + 1;
            }

            if (i < text.Length && text[i] != (byte)'\n')
                continue;
            int end = Math.Min(i + 1, text.Length);
            if (end > line)
                lines.Add(new FuzzPiece(line, end - line));
            line = end;
        }

        return new FuzzSeed(text.ToArray(), [], words, lines);
    }

    /// <summary>Words of 4 bytes throughout, from some offset on.</summary>
    public static FuzzSeed Words32(byte[] bytes, int from = 0, int recordBytes = 16)
    {
        var numbers = new List<FuzzPiece>();
        var records = new List<FuzzPiece>();
        for (int i = from; i + 4 <= bytes.Length; i += 4)
            numbers.Add(new FuzzPiece(i, 4));
        for (int i = from; i + recordBytes <= bytes.Length; i += recordBytes)
            records.Add(new FuzzPiece(i, recordBytes));
        return new FuzzSeed(bytes, numbers, [], records);
    }

    /// <summary>Some numbers and some records; no words.</summary>
    public static FuzzSeed Binary(byte[] bytes, IReadOnlyList<FuzzPiece> numbers, IReadOnlyList<FuzzPiece> records) =>
        new(bytes, numbers, [], records);
}
