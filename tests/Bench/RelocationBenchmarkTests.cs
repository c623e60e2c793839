using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Bench;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Store;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bench;

public class RelocationBenchmarkTests
{
    [Fact]
    public async Task Relocating_against_a_real_kernel_is_measured()
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", TestContext.Current.CancellationToken);
        EbpfObject program = await new EbpfBuilder(RepositoryStore.Paths, toolchain, RepositoryStore.Log)
            .BuildAsync("execwatch", RepositoryStore.Plan.Architectures["x86_64"].Ebpf, TestContext.Current.CancellationToken);
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-7.3");

        IReadOnlyList<Measurement> measurements = RelocationBenchmark.Run(program, [kernel], new BenchmarkSettings(3, "quick"));

        Measurement only = measurements.Single();
        only.Values.Count.ShouldBe(3);
        only.Values.ShouldAllBe(ms => ms > 0 && ms < 1000);
        // The index of 120,000 types: a loader may not take half a megabyte for it.
        only.Note.ShouldContain("KiB of index");
        int.Parse(only.Note.Split(", ")[1].Split(' ')[0]).ShouldBeInRange(1, 48, only.Note);
    }
}
