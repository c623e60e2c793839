using System;
using Corewright.Bpf.Maps;
using Corewright.Loader.Output;

namespace Corewright.Loader.Runqlat;

/// <summary>What can be said of a histogram of waiting times.</summary>
internal static unsafe class WaitingTimes
{
    /// <summary>How many there are of each length; see <see cref="HistogramChart"/>.</summary>
    public static ReadOnlySpan<ulong> Slots(in Histogram of)
    {
        fixed (ulong* slots = of.Slots)
            return new ReadOnlySpan<ulong>(slots, Histogram.SlotsLength);
    }

    /// <summary>Adds what all processors have counted.</summary>
    public static void Add(ref Histogram sum, PerCpuValues<Histogram> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            Histogram one = values[i];
            Add(ref sum, in one);
        }
    }

    /// <summary>Adds a histogram to another one.</summary>
    public static void Add(ref Histogram sum, in Histogram more)
    {
        for (int slot = 0; slot < Histogram.SlotsLength; slot++)
            sum.Slots[slot] += more.Slots[slot];
        sum.TotalNs += more.TotalNs;
        sum.LongestNs = Math.Max(sum.LongestNs, more.LongestNs);
    }

    /// <summary>How many times were counted.</summary>
    public static ulong Count(in Histogram of)
    {
        ulong count = 0;
        for (int slot = 0; slot < Histogram.SlotsLength; slot++)
            count += of.Slots[slot];
        return count;
    }

    /// <summary>Their mean in nanoseconds; 0 of none.</summary>
    public static ulong Mean(in Histogram of)
    {
        ulong count = Count(of);
        return count == 0 ? 0 : of.TotalNs / count;
    }

    /// <summary>
    /// What so many of a hundred waited at most. Estimated: as if the times in a slot were spread evenly over it, so that it can be
    /// wrong by what the slot is wide.
    /// </summary>
    /// <param name="of">The histogram.</param>
    /// <param name="percent">From 1 to 99.</param>
    /// <returns>Nanoseconds; 0 of none.</returns>
    public static ulong Percentile(in Histogram of, uint percent)
    {
        ulong count = Count(of);
        // Rounded up: of two, one is half of them.
        ulong rank = (count / 100 * percent) + (((count % 100 * percent) + 99) / 100);
        for (int slot = 0; slot < Histogram.SlotsLength; slot++)
        {
            ulong here = of.Slots[slot];
            if (rank > here)
            {
                rank -= here;
                continue;
            }
            if (here == 0)
                continue;
            ulong from = HistogramChart.From(slot), to = Math.Max(from, Math.Min(HistogramChart.From(slot + 1), of.LongestNs));
            ulong width = to - from;
            return from + (width / here * rank) + (width % here * rank / here);
        }
        return 0;
    }
}
