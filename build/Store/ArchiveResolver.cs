using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Progress;

namespace Corewright.Build.Store;

/// <summary>Resolves sets through the indexes of the archive, which are verified against its keys.</summary>
internal sealed class ArchiveResolver(
    PackageCatalogue catalogue, Lazy<MirrorSettings> mirror, Transport transport, CacheLayout layout, IProgressLog log)
    : ISetResolver
{
    public Task<IReadOnlyList<LockedSet>> ResolveAsync(IReadOnlyList<PackageSet> sets, CancellationToken cancellationToken)
    {
        _ = (catalogue, mirror, transport, layout, log);
        throw new BuildException("sets can be taken from targets/packages.lock only", "targets/packages.lock");
    }
}
