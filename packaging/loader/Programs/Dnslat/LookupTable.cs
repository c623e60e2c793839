using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;

namespace Corewright.Loader.Dnslat;

/// <summary>Look-ups and sums as rows for people. Numbers are at the right of their columns.</summary>
internal static unsafe class LookupTable
{
    private const int IdWidth = 9;
    private const int CommandWidth = 17;
    private const int ContainerWidth = 14;
    private const int TimeWidth = 12;
    private const int CountWidth = 9;
    private const int ResultWidth = 16;
    private const int RangeWidth = 12;
    private const int BarWidth = 40;

    /// <summary>Writes the header of look-ups.</summary>
    public static void Header(Utf8Writer output, bool styled)
    {
        Bold(output, styled);
        Who(output);
        Right(output, "MICROSECONDS"u8, TimeWidth);
        PlainText.Write(output, "  RESULT"u8, ResultWidth + 2);
        output.Text("NAME"u8);
        Plain(output, styled);
    }

    /// <summary>Writes a look-up.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, LookupEvent* lookup, ulong microseconds)
    {
        Who(output, containers, lookup->Process);
        output.Decimal(microseconds, TimeWidth).Text("  "u8);
        ReadOnlySpan<byte> error = LookupError.Name(lookup->Result);
        if (lookup->Result == 0 || error.Length != 0)
            PlainText.Write(output, error.Length != 0 ? error : "ok"u8, ResultWidth);
        else if (lookup->Result < 0)
            output.Byte((byte)'-').DecimalLeft((ulong)-(long)lookup->Result, ResultWidth - 1);
        else
            output.DecimalLeft((ulong)lookup->Result, ResultWidth);
        if (lookup->NameState == NameState.Read)
            PlainText.Write(output, LookupView.Name(lookup));
        else
            output.Text(lookup->NameState == NameState.Absent ? "-"u8 : "?"u8);
        output.Byte((byte)'\n');
    }

    /// <summary>Writes the header of sums.</summary>
    public static void TotalsHeader(Utf8Writer output, bool styled)
    {
        Bold(output, styled);
        Who(output);
        Right(output, "LOOKUPS"u8, CountWidth);
        Right(output, "FAILED"u8, CountWidth);
        Right(output, "AVERAGE"u8, TimeWidth);
        Right(output, "SLOWEST"u8, TimeWidth);
        Plain(output, styled);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, in LookupTotals totals)
    {
        Who(output, containers, totals.Process);
        output.Decimal(totals.Lookups, CountWidth).Decimal(totals.Failed, CountWidth)
            .Decimal(totals.Sum / totals.Lookups, TimeWidth).Decimal(totals.Slowest, TimeWidth).Byte((byte)'\n');
    }

    /// <summary>Writes how many look-ups took how long.</summary>
    public static void Write(Utf8Writer output, LatencyHistogram histogram, bool styled)
    {
        Bold(output, styled);
        Right(output, "FROM"u8, RangeWidth);
        Right(output, "TO US"u8, RangeWidth);
        Right(output, "LOOKUPS"u8, CountWidth);
        Plain(output, styled);
        for (int range = histogram.First; range < histogram.End; range++)
        {
            ulong count = histogram.Count(range);
            output.Decimal(LatencyHistogram.From(range), RangeWidth).Decimal(LatencyHistogram.From(range + 1), RangeWidth)
                .Decimal(count, CountWidth);
            // What is there at all shows.
            if (count != 0)
                output.Byte((byte)' ').Repeat((byte)'*', (int)Math.Max(count * BarWidth / histogram.Most, 1));
            output.Byte((byte)'\n');
        }
    }

    private static void Who(Utf8Writer output)
    {
        PlainText.Write(output, "PID"u8, IdWidth);
        PlainText.Write(output, "COMM"u8, CommandWidth);
        PlainText.Write(output, "CONTAINER"u8, ContainerWidth);
    }

    private static void Who(Utf8Writer output, ContainerTable containers, in ProcessHeader process)
    {
        if (process.Tgid == 0)
        {
            PlainText.Write(output, "-"u8, IdWidth);
            PlainText.Write(output, "-"u8, CommandWidth);
            PlainText.Write(output, "-"u8, ContainerWidth);
            return;
        }
        output.DecimalLeft(process.Tgid, IdWidth);
        PlainText.Write(output, LookupView.Command(process), CommandWidth);
        containers.WriteColumn(output, process.CgroupId, ContainerWidth);
    }

    private static void Right(Utf8Writer output, ReadOnlySpan<byte> text, int width) =>
        output.Repeat((byte)' ', width - text.Length).Text(text);

    private static void Bold(Utf8Writer output, bool styled) => output.Text(styled ? "\u001b[1m"u8 : default);

    private static void Plain(Utf8Writer output, bool styled) => output.Text(styled ? "\u001b[0m\n"u8 : "\n"u8);
}
