using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.BpfRun;

/// <summary><c>bpfrun check</c> of an object whose programs can't be loaded in just any order.</summary>
public class CheckGuestTests
{
    [Fact]
    public async Task What_replaces_a_function_is_loaded_after_what_has_it()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-6.1");
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store)
            .BuildAsync("0.1.0", TestGuests.Architecture(kernel), cancellation);
        var job = new GuestJob("check of freplace",
        [
            new GuestFile("/job/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
            new GuestFile("/job/freplace.o", await CObjects.BuildAsync("freplace", cancellation)),
        ],
        [new GuestStep("check", ["/job/bpfrun", "check", "/job/freplace.o", "--json"], TimeSpan.FromSeconds(30))]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(kernel, TestGuests.Architecture(kernel), job, force: true, cancellation);
        GuestStepResult step = outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps["check"];

        JsonElement report = JsonDocument.Parse(step.Output).RootElement;
        report.GetProperty("programs").EnumerateArray().Select(program => program.GetProperty("result").GetString())
            .ShouldAllBe(result => result == "ok", step.Error);
        (step.ExitCode, step.Error).ShouldBe((0, ""));
    }
}
