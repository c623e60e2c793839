using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Bench;

/// <summary>One thing measured several times.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of the values: <c>ms</c> or <c>KiB</c>.</param>
/// <param name="Values">Each run, in order.</param>
/// <param name="Note">What the number does and does not contain.</param>
public sealed record Measurement(string Name, string Unit, IReadOnlyList<double> Values, string Note)
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
