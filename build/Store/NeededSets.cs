using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Store;

/// <summary>Which package sets the tasks of a run will ask for.</summary>
public static class NeededSets
{
    /// <summary>The sets, each once, in the order in which they are needed.</summary>
    /// <param name="kernels">The kernels of the run.</param>
    /// <param name="compilers">Whether objects or loaders are built.</param>
    /// <param name="guests">Whether guests are booted.</param>
    /// <param name="peers">Whether the loaders are built that the benchmark compares ours with.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<Kernel> kernels, bool compilers, bool guests, bool peers = false)
    {
        var sets = new List<string>();
        if (compilers)
            sets.Add("toolchain");
        if (guests)
        {
            sets.Add("qemu");
            sets.AddRange(kernels.Select(k => "guest-" + k.Architecture));
        }

        if (kernels.Any(k => k.DebugSet is not null))
            sets.Add("dwarves");
        sets.AddRange(kernels.Select(k => k.ImageSet));
        sets.AddRange(kernels.Select(k => k.DebugSet).OfType<string>());
        if (guests)
            sets.AddRange(kernels.Select(k => k.ModuleSet));
        if (peers)
            sets.AddRange(["clang", "bench-libbpf", "bench-go"]);
        return [.. sets.Distinct()];
    }
}
