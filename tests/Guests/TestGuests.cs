using System;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Xunit;

namespace Corewright.Tests.Guests;

/// <summary>What tests need to boot a guest of the repository's own plan.</summary>
internal static class TestGuests
{
    private static readonly KernelPreparer s_preparer = new(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log);

    internal static Task<PreparedKernel> KernelAsync(string id) => PrepareAsync(id, TestContext.Current.CancellationToken);

    internal static Task<PreparedKernel> PrepareAsync(string id, CancellationToken cancellation) =>
        s_preparer.PrepareAsync(RepositoryStore.Plan.Kernels[id], cancellation);

    internal static Architecture Architecture(PreparedKernel kernel) => RepositoryStore.Plan.Architectures[kernel.Kernel.Architecture];

    internal static GuestRunner Runner(int processors = 1) =>
        new(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log) { Processors = processors };

    internal static GuestRunner Runner(TimeSpan boot, TimeSpan grace, int attempts) =>
        new(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log) { BootTimeout = boot, JobGrace = grace, MaximumAttempts = attempts };
}
