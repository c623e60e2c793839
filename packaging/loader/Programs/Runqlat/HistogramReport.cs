using System;
using Corewright.Loader.Output;

namespace Corewright.Loader.Runqlat;

/// <summary>Says in numbers what is in a histogram of waiting times.</summary>
internal static unsafe class HistogramReport
{
    /// <summary>A sentence: how many, how long on average, and how long at most for most of them.</summary>
    public static void Sentence(Utf8Writer output, in Histogram of, bool ascii)
    {
        ulong count = WaitingTimes.Count(of);
        output.Decimal(count).Text(count == 1 ? " time"u8 : " times"u8);
        if (count != 0)
        {
            Part(output, ", mean "u8, WaitingTimes.Mean(of), ascii);
            Part(output, ", p50 "u8, WaitingTimes.Percentile(of, 50), ascii);
            Part(output, ", p90 "u8, WaitingTimes.Percentile(of, 90), ascii);
            Part(output, ", p99 "u8, WaitingTimes.Percentile(of, 99), ascii);
            Part(output, ", longest "u8, of.LongestNs, ascii);
        }
        output.Byte((byte)'\n');
    }

    /// <summary>The same as members of an object.</summary>
    public static void Members(ref JsonWriter json, in Histogram of)
    {
        json.Number("count"u8, WaitingTimes.Count(of));
        json.Number("total_ns"u8, of.TotalNs);
        json.Number("mean_ns"u8, WaitingTimes.Mean(of));
        json.Number("p50_ns"u8, WaitingTimes.Percentile(of, 50));
        json.Number("p90_ns"u8, WaitingTimes.Percentile(of, 90));
        json.Number("p99_ns"u8, WaitingTimes.Percentile(of, 99));
        json.Number("longest_ns"u8, of.LongestNs);
    }

    private static void Part(Utf8Writer output, ReadOnlySpan<byte> name, ulong nanoseconds, bool ascii)
    {
        output.Text(name);
        DurationText.Write(output, nanoseconds, 0, ascii);
    }
}
