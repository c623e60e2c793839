using System;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Corewright.Tests.Store;

namespace Corewright.Tests;

/// <summary>The repository's own plan and its store over the user's cache: what a build would use.</summary>
internal static class RepositoryStore
{
    internal static BuildPaths Paths { get; } =
        new(RepositoryRoot.Path, CacheFolder.Choose(null, Environment.GetEnvironmentVariable));

    /// <summary>What was said, in any test.</summary>
    internal static SilentLog Log { get; } = new();

    private static readonly Lazy<BuildPlan> LazyPlan = new(() => PlanReader.Read(Paths));
    private static readonly Lazy<PackageStore> LazyStore = new(() => new PackageStore(Paths, Plan.Packages, new StoreOptions(), Log));

    internal static BuildPlan Plan => LazyPlan.Value;

    internal static IToolStore Store => LazyStore.Value;
}
