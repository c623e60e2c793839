using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Corlib;

/// <summary>The same programs where this machine can't run them: one guest each, all programs and faults in it.</summary>
public class ArmConformanceTests
{
    private const string InGuest = "/conformance";

    [Theory]
    [InlineData("aarch64-6.12")]
    [InlineData("armv7-6.12")]
    public async Task All_programs_and_faults_are_alike_on_another_architecture(string kernelId)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var kernel = RepositoryStore.Plan.Kernels[kernelId];
        var architecture = RepositoryStore.Plan.Architectures[kernel.Architecture];
        byte[] program = await File.ReadAllBytesAsync(await ConformanceProgram.BuildAsync(architecture), cancellationToken);
        var prepared = await new KernelPreparer(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log)
            .PrepareAsync(kernel, cancellationToken);
        var runner = new GuestRunner(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log);
        var job = new GuestJob($"conformance on {kernelId}", [new GuestFile(InGuest, program, Executable: true)], [.. Steps()]);

        var outcome = await runner.RunAsync(prepared, architecture, job, false, cancellationToken);

        var complete = outcome.ShouldBeOfType<GuestOutcome.Complete>();
        foreach (string name in ConformanceProgram.Programs.Keys)
        {
            var step = complete.Steps[StepName(name)];
            step.Error.ShouldBe("", name);
            step.ExitCode.ShouldBe(0, name);
            step.Output.ShouldBe(ConformanceProgram.Expected(name), name);
        }

        foreach (string fault in ConformanceProgram.Faults.Keys)
        {
            var step = complete.Steps[StepName(fault)];
            ConformanceProgram.Messages(fault).ShouldContain(step.Error, fault);
            step.ExitCode.ShouldBe(70, fault);
        }
    }

    private static IEnumerable<GuestStep> Steps() => ConformanceProgram.Programs.Keys.Concat(ConformanceProgram.Faults.Keys)
        .Select(name => new GuestStep(StepName(name), [InGuest, name], TimeSpan.FromSeconds(30)));

    private static string StepName(string name) => name.ToLowerInvariant();
}
