// The blocks of eighths are U+2588 to U+258F (from the left) and U+2581 to U+2588 (from below), three bytes each in UTF-8.

using System;
using System.Numerics;

namespace Corewright.Loader.Output;

/// <summary>Histograms of times: slot 0 is for those below 2 ns, and each other one for those from 2 to the power of its number on.</summary>
internal static class HistogramChart
{
    /// <summary>The first and the last slot of a line: from 256 ns to 8.6 s. What is beyond counts as there.</summary>
    public const int FirstOfLine = 8;

    /// <summary>See <see cref="FirstOfLine"/>.</summary>
    public const int LastOfLine = 32;

    private const int BarWidth = 40;
    private const int CountWidth = 12;

    /// <summary>Draws one bar for each slot between the first and the last that has something.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="slots">What is drawn.</param>
    /// <param name="what">What is counted, as a column's name: at most 11 characters.</param>
    /// <param name="ascii">Whether nothing but ASCII may be written.</param>
    /// <param name="styled">Whether the heading may be bold.</param>
    public static void Draw(Utf8Writer output, ReadOnlySpan<ulong> slots, ReadOnlySpan<byte> what, bool ascii, bool styled)
    {
        int first = 0, last = slots.Length - 1;
        while (last >= 0 && slots[last] == 0)
            last--;
        while (first < last && slots[first] == 0)
            first++;
        ulong most = 0, all = 0;
        for (int slot = first; slot <= last; slot++)
        {
            most = Math.Max(most, slots[slot]);
            all += slots[slot];
        }
        if (all == 0)
            return;
        TableText.Begin(output, styled);
        TableText.Right(output.Text("    FROM       TO"u8), what, CountWidth);
        TableText.End(output.Text("   SHARE"u8), styled);
        for (int slot = first; slot <= last; slot++)
        {
            ulong here = slots[slot];
            DurationText.Write(output, From(slot), DurationText.Width + 2, ascii);
            output.Byte((byte)' ');
            // Of 64 slots, the last one has no end.
            if (slot < 63)
                DurationText.Write(output, From(slot + 1), DurationText.Width + 2, ascii);
            else
                output.Repeat((byte)' ', DurationText.Width + 2);
            output.Decimal(here, CountWidth);
            Share(output, here, all);
            if (here != 0)
                output.Text("  "u8);
            Bar(output, Scaled(here, most, BarWidth * 8), ascii);
            output.Byte((byte)'\n');
        }
    }

    /// <summary>Draws a histogram as one line: a column for each slot, as high as its share of the highest.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="slots">What is drawn.</param>
    /// <param name="ascii">Whether nothing but ASCII may be written.</param>
    public static void DrawLine(Utf8Writer output, ReadOnlySpan<ulong> slots, bool ascii)
    {
        Span<ulong> columns = stackalloc ulong[LastOfLine - FirstOfLine + 1];
        columns.Clear();
        for (int slot = 0; slot < slots.Length; slot++)
            columns[Math.Min(Math.Max(slot, FirstOfLine), LastOfLine) - FirstOfLine] += slots[slot];
        ulong most = 0;
        int end = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            most = Math.Max(most, columns[i]);
            end = columns[i] != 0 ? i + 1 : end;
        }
        for (int i = 0; i < end; i++)
        {
            // What is there is seen, however little it is.
            uint height = columns[i] == 0 ? 0 : Math.Max(1, Scaled(columns[i], most, 8));
            if (height == 0)
                output.Byte((byte)' ');
            else if (ascii)
                output.Byte(".:-=+*%#"u8[(int)height - 1]);
            else
                Block(output, 0x80 + height);
        }
    }

    /// <summary>A member <c>buckets</c>: all slots that have something, with where they begin and end.</summary>
    public static void Buckets(ref JsonWriter json, ReadOnlySpan<ulong> slots)
    {
        json.BeginArray("buckets"u8);
        for (int slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] == 0)
                continue;
            json.BeginObject();
            json.Number("from_ns"u8, From(slot));
            // The last one has no end.
            if (slot + 1 < slots.Length)
                json.Number("to_ns"u8, From(slot + 1));
            json.Number("count"u8, slots[slot]);
            json.EndObject();
        }
        json.EndArray();
    }

    /// <summary>Where a slot begins.</summary>
    /// <param name="slot">Its number.</param>
    /// <returns>Nanoseconds.</returns>
    public static ulong From(int slot) => slot == 0 ? 0 : 1UL << slot;

    /// <summary>Which slot a time belongs to.</summary>
    /// <param name="nanoseconds">How long it is.</param>
    public static int Slot(ulong nanoseconds) => 63 - BitOperations.LeadingZeroCount(nanoseconds | 1);

    private static void Share(Utf8Writer output, ulong part, ulong whole)
    {
        uint tenths = Scaled(part, whole, 1000);
        output.Decimal(tenths / 10, 5).Byte((byte)'.').Decimal(tenths % 10).Byte((byte)'%');
    }

    private static void Bar(Utf8Writer output, uint eighths, bool ascii)
    {
        if (ascii)
        {
            output.Repeat((byte)'#', (int)(eighths + 4) / 8);
            return;
        }
        for (; eighths >= 8; eighths -= 8)
            Block(output, 0x88);
        if (eighths != 0)
            Block(output, 0x90 - eighths);
    }

    private static void Block(Utf8Writer output, uint last) => output.Byte(0xE2).Byte(0x96).Byte((byte)last);

    // Both made small enough first, which nobody sees.
    private static uint Scaled(ulong part, ulong whole, uint scale)
    {
        while (whole >> 40 != 0)
        {
            part >>= 1;
            whole >>= 1;
        }
        return whole == 0 ? 0 : (uint)(((part * scale) + (whole / 2)) / whole);
    }
}
