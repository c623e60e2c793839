using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;

namespace Corewright.Build.Store;

/// <summary>Finds out which packages a set consists of today.</summary>
internal interface ISetResolver
{
    /// <summary>Resolves sets that have to fit together, such as a kernel and its debug package.</summary>
    Task<IReadOnlyList<LockedSet>> ResolveAsync(IReadOnlyList<PackageSet> sets, CancellationToken cancellationToken);
}
