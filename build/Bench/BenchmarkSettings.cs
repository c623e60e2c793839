namespace Corewright.Build.Bench;

/// <summary>How the benchmarks run.</summary>
/// <param name="Runs">Measured runs of each; a first one that is not counted warms up.</param>
/// <param name="Matrix">The matrix, such as <c>quick</c>.</param>
/// <param name="Filter">Only measurements whose name matches, <c>*</c> standing for any text; null for all.</param>
public sealed record BenchmarkSettings(int Runs, string Matrix, string? Filter = null)
{
    /// <summary>Five runs of the quick matrix.</summary>
    public static BenchmarkSettings Default { get; } = new(5, "quick");
}
