using System.Collections.Generic;

namespace Corewright.Build.Plan;

/// <summary>All of <c>targets/</c>, read and checked: what the other rooms work from.</summary>
/// <param name="Architectures">By name.</param>
/// <param name="Boards">By name.</param>
/// <param name="Kernels">By id.</param>
/// <param name="Matrices">By name.</param>
/// <param name="Programs">The programs to build: the workspace's program crates, in order.</param>
public sealed record BuildPlan(
    IReadOnlyDictionary<string, Architecture> Architectures,
    IReadOnlyDictionary<string, Board> Boards,
    IReadOnlyDictionary<string, Kernel> Kernels,
    IReadOnlyDictionary<string, KernelMatrix> Matrices,
    IReadOnlyList<string> Programs)
{
    /// <summary>Suites and package sets, the kernels' among them.</summary>
    public PackageCatalogue Packages { get; init; } = PackageCatalogue.Empty;
}
