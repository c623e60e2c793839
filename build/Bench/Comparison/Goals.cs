using System;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Bench.Comparison;

/// <summary>What our loader, the first of the table, is to reach, and whether it does.</summary>
internal static class Goals
{
    // Measured natively, libbpf needed 11.8 ms where ours may need 3. An emulated processor is slower for all alike.
    private const double LibbpfLoadMilliseconds = 11.8, LoadMilliseconds = 3;

    /// <summary>At most so much.</summary>
    internal static ComparisonRow AtMost(ComparisonRow row, double limit) =>
        row with { Goal = $"at most {Text(limit)} {row.Unit}", Met = row.Median(0) <= limit };

    /// <summary>At most half of the best peer's.</summary>
    internal static ComparisonRow HalfOfBestPeer(ComparisonRow row)
    {
        double best = Enumerable.Range(1, row.Values.Count - 1).Min(row.Median);
        return row with { Goal = $"at most half of the best peer's: {Text(best / 2)} {row.Unit}", Met = row.Median(0) <= best / 2 };
    }

    /// <summary>3 ms on the machine on which libbpf, the second of the table, needs 11.8 ms.</summary>
    internal static ComparisonRow FromTypesToLoad(ComparisonRow row)
    {
        double limit = row.Median(1) * LoadMilliseconds / LibbpfLoadMilliseconds;
        return row with { Goal = $"3 ms where libbpf needs 11.8: here {Text(limit)} {row.Unit}", Met = row.Median(0) <= limit };
    }

    /// <summary>At least as much as libbpf, the second of the table.</summary>
    internal static ComparisonRow AtLeastLibbpf(ComparisonRow row) =>
        row with { Goal = "at least libbpf's", Met = row.Median(0) >= row.Median(1) };

    /// <summary>Never more than zero.</summary>
    internal static ComparisonRow Zero(ComparisonRow row) =>
        row with { Goal = "none", Met = row.Values[0].All(value => value == 0) };

    /// <summary>A number with as many digits as matter.</summary>
    internal static string Text(double value) =>
        value.ToString(Math.Abs(value) >= 100 || value == Math.Floor(value) ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
