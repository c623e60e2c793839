using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;

namespace Corewright.Build.Store;

/// <summary>Resolves sets through the indexes of the archive, which are verified against its keys.</summary>
internal sealed class ArchiveResolver(PackageCatalogue catalogue, SuiteIndexes indexes) : ISetResolver
{
    public async Task<IReadOnlyList<LockedSet>> ResolveAsync(
        IReadOnlyList<PackageSet> sets, CancellationToken cancellationToken)
    {
        var resolved = new List<LockedSet>();

        // An index takes 60 MB of memory: sets that share theirs come one after the other, and no others are kept.
        foreach (IGrouping<string, PackageSet> group in sets.GroupBy(set => $"{set.Architecture} {string.Join(' ', set.Suites)}"))
        {
            PackageSet first = group.First();
            PackageIndex index = await indexes.ReadAsync(
                first.Suites.Select(suite => catalogue.Suites[suite]), first.Architecture, cancellationToken);
            resolved.AddRange(group.Select(set => DependencyClosure.Resolve(set, index)));
        }

        foreach (LockedSet image in resolved)
        {
            CheckBuild(image, "kernel-debug-", resolved);
            CheckBuild(image, "kernel-modules-", resolved);
        }

        return resolved;
    }

    // Offsets from the debug package of another build would be wrong in silence; its modules can't be loaded.
    private void CheckBuild(LockedSet image, string prefix, List<LockedSet> resolved)
    {
        const string Kernel = "kernel-";
        if (!image.Name.StartsWith(Kernel, StringComparison.Ordinal)
            || resolved.Find(set => set.Name == prefix + image.Name[Kernel.Length..]) is not { } other)
            return;
        if (image.Packages[0].Version != other.Packages[0].Version)
        {
            throw new BuildException(
                $"{other.Packages[0].Name} has version {other.Packages[0].Version}, the kernel has {image.Packages[0].Version}",
                catalogue.Sets[other.Name].Where, "name packages of one build");
        }
    }
}
