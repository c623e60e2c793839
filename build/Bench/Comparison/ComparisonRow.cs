using System.Collections.Generic;

namespace Corewright.Build.Bench.Comparison;

/// <summary>One thing measured of every loader.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Values">By loader in the table's order, each run in order.</param>
/// <param name="Goal">What our loader is to reach, in words; empty where there is no goal.</param>
/// <param name="Met">Whether it does; null where there is no goal.</param>
public sealed record ComparisonRow(
    string What, string Unit, IReadOnlyList<IReadOnlyList<double>> Values, string Goal = "", bool? Met = null)
{
    /// <summary>The middle value of a loader.</summary>
    public double Median(int loader) => new Measurement(What, Unit, Values[loader], "").Median;
}

/// <summary>Loaders side by side.</summary>
/// <param name="Kernel">What they ran on, and by what clock.</param>
/// <param name="Loaders">Their names; ours first.</param>
/// <param name="Rows">What was measured.</param>
public sealed record LoaderTable(string Kernel, IReadOnlyList<string> Loaders, IReadOnlyList<ComparisonRow> Rows);
