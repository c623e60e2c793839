using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

/// <summary>The processor that the store's QEMU emulates with <c>-cpu</c> of <c>targets/architectures</c>.</summary>
public class EmulatedProcessorTests
{
    // Before 8.0, QEMU leaves an operand in the flags register after cmpxchg16b. A kernel that allocates memory with it and is interrupted
    // before the next instruction that sets flags gets that operand back with the end of the interrupt: string instructions that run
    // backwards, single steps, nested tasks. It dies somewhere else, later. Of 25 boots of 6.12 with a busy shell 17 died or hung, of 20
    // with clearcpuid=141 none.
    [Fact]
    public async Task Either_cmpxchg16b_leaves_flags_alone_or_the_kernel_does_not_know_of_it()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-6.12");
        Architecture architecture = TestGuests.Architecture(kernel);
        var build = await FreestandingBuild.OpenAsync(RepositoryStore.Paths, RepositoryStore.Store, cancellation);
        string source = Path.Combine(RepositoryRoot.Path, "tests", "Guests", "programs", "flags.s");
        string program = await build.LinkAsync(
            "flags", [await build.AssembleAsync(source, architecture, cancellation)], architecture, "00", cancellation);
        var job = new GuestJob("flags after cmpxchg16b",
            [new GuestFile("/job/flags", await File.ReadAllBytesAsync(program, cancellation), Executable: true)],
            [
                new GuestStep("flags", ["/job/flags"], TimeSpan.FromSeconds(30)),
                new GuestStep("features", ["grep", "flags", "/proc/cpuinfo"], TimeSpan.FromSeconds(30)),
            ]);

        GuestOutcome outcome = await TestGuests.Runner().RunAsync(kernel, architecture, job, force: true, cancellation);

        var steps = outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps;
        string[] features = steps["features"].Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        features.ShouldContain("cx8");
        if (steps["flags"].ExitCode != 0)
            features.ShouldNotContain("cx16");
    }
}
