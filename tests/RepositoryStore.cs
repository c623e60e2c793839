using System;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Tests;

/// <summary>The repository's own plan and its store over the user's cache: what a build would use.</summary>
internal static class RepositoryStore
{
    internal static BuildPaths Paths { get; } =
        new(RepositoryRoot.Path, CacheFolder.Choose(null, Environment.GetEnvironmentVariable));

    internal static IProgressLog Log { get; } = new SilentLog();

    private static readonly Lazy<BuildPlan> LazyPlan = new(() => PlanReader.Read(Paths));
    private static readonly Lazy<PackageStore> LazyStore = new(() => new PackageStore(Paths, Plan.Packages, new StoreOptions(), Log));

    internal static BuildPlan Plan => LazyPlan.Value;

    internal static IToolStore Store => LazyStore.Value;

    private sealed class SilentLog : IProgressLog
    {
        public void Information(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Verbose(string message)
        {
        }

        public IProgressItem Begin(string label, long? total = null, ProgressUnit unit = ProgressUnit.Bytes) => new Item();

        private sealed class Item : IProgressItem
        {
            public void Advance(long amount)
            {
            }

            public void Report(string state)
            {
            }

            public void Dispose()
            {
            }
        }
    }
}
