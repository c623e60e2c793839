using System;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Reports;

/// <summary>Lays JSON out for people: a line for each member and element, except where an array or object holds only plain values.</summary>
internal static class IndentedJson
{
    private const int IndentWidth = 2;
    private const int MaxDepth = 64;
    private const int MaxLine = 100;

    /// <summary>Writes JSON over several lines.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="json">One value, without white space between its parts, as <see cref="JsonWriter"/> makes it.</param>
    public static void Write(Utf8Writer output, ReadOnlySpan<byte> json)
    {
        int depth = 0;
        int at = 0;
        while (at < json.Length)
        {
            byte letter = json[at];
            int whole = letter is (byte)'{' or (byte)'[' ? ShortLength(json[at..]) : letter == '"' ? StringLength(json[at..]) : 0;
            if (whole != 0)
            {
                Spaced(output, json.Slice(at, whole));
                at += whole;
                continue;
            }
            if (letter is (byte)'}' or (byte)']')
                NewLine(output, --depth);
            if (letter != '\n')
                output.Byte(letter);
            if (letter == ':')
                output.Byte((byte)' ');
            if (letter is (byte)'{' or (byte)'[')
                depth++;
            if (letter is (byte)'{' or (byte)'[' or (byte)',')
                NewLine(output, depth);
            at++;
        }
        output.Byte((byte)'\n');
    }

    // An object or array that is short enough for a line; 0 for one that isn't.
    private static int ShortLength(ReadOnlySpan<byte> json)
    {
        int depth = 0;
        for (int at = 0; at < json.Length && at < MaxLine; at++)
        {
            if (json[at] == '"')
                at += StringLength(json[at..]) - 1;
            else if (json[at] is (byte)'{' or (byte)'[')
                depth++;
            else if (json[at] is (byte)'}' or (byte)']' && --depth == 0)
                return at + 1;
        }
        return 0;
    }

    private static int StringLength(ReadOnlySpan<byte> json)
    {
        int at = 1;
        while (at < json.Length && json[at] != '"')
            at += json[at] == '\\' ? 2 : 1;
        return Math.Min(at + 1, json.Length);
    }

    private static void Spaced(Utf8Writer output, ReadOnlySpan<byte> json)
    {
        for (int at = 0; at < json.Length; at++)
        {
            int length = json[at] == '"' ? StringLength(json[at..]) : 1;
            output.Text(json.Slice(at, length));
            if (json[at] is (byte)':' or (byte)',')
                output.Byte((byte)' ');
            at += length - 1;
        }
    }

    private static void NewLine(Utf8Writer output, int depth) => output.Byte((byte)'\n').Repeat((byte)' ', Math.Clamp(depth, 0, MaxDepth) * IndentWidth);
}
