using System.Collections.Generic;

namespace Corewright.Build.Plan;

/// <summary>One kernel of <c>targets/kernels.yml</c>.</summary>
/// <param name="Id">Unique, such as <c>aarch64-5.10</c>; the stable name of its jobs.</param>
/// <param name="Architecture">The architecture's name.</param>
/// <param name="Version">What users call it: <c>5.10</c>, <c>6.12</c>, <c>7.3</c>.</param>
/// <param name="Suite">The Debian suite it comes from.</param>
/// <param name="ImageSet">The store's package set that holds vmlinuz.</param>
/// <param name="DebugSet">The set that holds vmlinux with DWARF, for kernels without BTF (armv7); null elsewhere.</param>
public sealed record Kernel(string Id, string Architecture, string Version, string Suite, string ImageSet, string? DebugSet)
{
    /// <summary>The set that holds the modules: that of vmlinuz, where it isn't said otherwise.</summary>
    public string ModuleSet { get; init; } = ImageSet;

    /// <summary>What is added to its guests' command line beside what the architecture adds; may be empty.</summary>
    public string Arguments { get; init; } = "";
}

/// <summary>One file of <c>targets/matrices/</c>: kernels that a program is proved on.</summary>
/// <param name="Name">The file's name without its ending, such as <c>quick</c>.</param>
/// <param name="Kernels">In the file's order.</param>
public sealed record KernelMatrix(string Name, IReadOnlyList<Kernel> Kernels);

/// <summary>One file of <c>targets/boards/</c>.</summary>
/// <param name="Name">The file's name without its ending, such as <c>raspberry-pi-4</c>.</param>
/// <param name="Description">What a person calls it.</param>
/// <param name="Architecture">The architecture whose loader it runs.</param>
public sealed record Board(string Name, string Description, Architecture Architecture);
