using System;
using System.Collections.Generic;
using System.Linq;

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

    /// <summary>The matrix of a name, or one of kernels by their ids: <c>x86_64-5.10,armv7-7.2</c>.</summary>
    /// <param name="asked">The name or the ids.</param>
    /// <param name="where">Where it stands, for errors.</param>
    /// <exception cref="BuildException">There is no such matrix, nor such a kernel.</exception>
    public KernelMatrix Matrix(string asked, string where)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (Matrices.TryGetValue(asked, out KernelMatrix? matrix))
            return matrix;
        string[] ids = asked.Split(',', StringSplitOptions.TrimEntries);
        return new KernelMatrix(asked, [.. ids.Distinct(StringComparer.Ordinal).Select(id => Kernels.TryGetValue(id, out Kernel? kernel)
            ? kernel
            : throw Spelling.Unknown("matrix or kernel", id, where, [.. Matrices.Keys.Concat(Kernels.Keys).Order(StringComparer.Ordinal)], "known"))]);
    }
}
