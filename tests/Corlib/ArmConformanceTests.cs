using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
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
    private const string DebugInGuest = "/conformance-debug";
    private static readonly string[] Builds = [InGuest, DebugInGuest];

    [Theory]
    [InlineData("aarch64-6.12")]
    [InlineData("armv7-6.12")]
    public async Task All_programs_and_faults_are_alike_on_another_architecture(string kernelId)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var kernel = RepositoryStore.Plan.Kernels[kernelId];
        var architecture = RepositoryStore.Plan.Architectures[kernel.Architecture];
        byte[] program = await File.ReadAllBytesAsync(await ConformanceProgram.BuildAsync(architecture), cancellationToken);
        byte[] debug = await File.ReadAllBytesAsync(await ConformanceProgram.BuildAsync(architecture, debug: true), cancellationToken);
        var prepared = await new KernelPreparer(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log)
            .PrepareAsync(kernel, cancellationToken);
        var runner = new GuestRunner(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log);
        var job = new GuestJob($"conformance on {kernelId}", [new GuestFile(InGuest, program, Executable: true), new GuestFile(DebugInGuest, debug, Executable: true)], [.. Steps()]);

        var outcome = await runner.RunAsync(prepared, architecture, job, false, cancellationToken);

        var complete = outcome.ShouldBeOfType<GuestOutcome.Complete>();
        foreach (string name in ConformanceProgram.Programs.Keys)
        {
            foreach (string build in Builds)
            {
                var step = complete.Steps[StepName(build, name)];
                step.Error.ShouldBe("", name);
                step.ExitCode.ShouldBe(0, name);
                step.Output.ShouldBe(ConformanceProgram.Expected(name), name);
            }
        }

        foreach (string fault in ConformanceProgram.Faults.Keys)
        {
            var step = complete.Steps[StepName(InGuest, fault)];
            step.Error.ShouldMatch(ConformanceProgram.Message(fault), fault);
            step.ExitCode.ShouldBe(70, fault);
            step = complete.Steps[StepName(DebugInGuest, fault)];
            step.Error.ShouldMatch(ConformanceProgram.DebugMessage(fault), fault);
            step.ExitCode.ShouldBe(70, fault);
        }

        string[] guards = [.. Builds.Select(b => complete.Steps[StepName(b, "Guard")].Output)];
        guards.ShouldAllBe(g => Regex.IsMatch(g, ConformanceProgram.GuardLine), $"{guards[0]} {guards[1]}");
        guards[0].ShouldNotBe(guards[1]);
    }

    private static IEnumerable<GuestStep> Steps() =>
        from name in ConformanceProgram.Programs.Keys.Concat(ConformanceProgram.Faults.Keys).Append("Guard")
        from build in Builds
        select new GuestStep(StepName(build, name), [build, name], TimeSpan.FromSeconds(30));

    private static string StepName(string build, string name) => $"{build[1..]}-{name.ToLowerInvariant()}";
}
