using System.Collections.Generic;
using Corewright.Build.Ebpf;
using Corewright.Build.Plan;

namespace Corewright.Build.Loaders;

/// <summary>What to make loaders of.</summary>
/// <param name="Object">The finished eBPF object.</param>
/// <param name="Version">The project's version, such as <c>0.1.0</c>; shown by <c>info</c>.</param>
/// <param name="Architectures">One loader each.</param>
/// <param name="Btf">
/// By architecture: the BTF of kernels that have none of their own. An architecture that is not mentioned brings none.
/// </param>
/// <param name="GeneratedSources">C# files generated from the object, absolute.</param>
public sealed record LoaderRequest(
    EbpfObject Object,
    string Version,
    IReadOnlyList<Architecture> Architectures,
    IReadOnlyDictionary<string, IReadOnlyList<EmbeddedBtf>> Btf,
    IReadOnlyList<string> GeneratedSources)
{
    /// <summary>The program whose sink is in the loader, if not the object's own.</summary>
    public string Sink { get; init; } = Object.Program;

    /// <summary>
    /// Whether the sink's types have to be those that the object shares. Not where a sink is lent to another program, or an object is
    /// only carried.
    /// </summary>
    public bool SharesTypes { get; init; } = true;
}

/// <summary>A kernel's BTF that a loader carries.</summary>
/// <param name="Release">The kernel's release, as <c>uname -r</c> says it.</param>
/// <param name="Path">The raw BTF, cut down to what the object needs.</param>
public sealed record EmbeddedBtf(string Release, string Path);
