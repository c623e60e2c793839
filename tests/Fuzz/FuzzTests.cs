using System;
using System.Linq;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Fuzz;

/// <summary>
/// Every reader of something that comes from outside, on mutated real files. A short run with a fixed seed; as long a one as
/// <c>./build.sh --target=Fuzz --iterations=N --seed=N</c> asks for.
/// </summary>
public sealed class FuzzTests(SeedFiles files, FuzzReport report) : IClassFixture<SeedFiles>, IClassFixture<FuzzReport>
{
    private const long ShortRun = 30_000;
    private const ulong ShortSeed = 20261122;

    private static SeedFiles? s_files;
    private static readonly FuzzTarget[] s_targets = [.. BpfTargets.All(() => s_files!), .. ProbeTargets.All(), .. BuildTargets.All(() => s_files!)];

    // COREWRIGHT_FUZZ_READER names the only one to run.
    public static TheoryData<string> Readers =>
        [.. s_targets.Select(target => target.Name).Where(name => (Environment.GetEnvironmentVariable("COREWRIGHT_FUZZ_READER") ?? name) == name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void It_ends_in_success_or_in_a_refusal(string reader)
    {
        s_files = files;
        FuzzTarget target = s_targets.Single(target => target.Name == reader);
        ulong seed = (ulong)FuzzReport.Setting("COREWRIGHT_FUZZ_SEED", (long)ShortSeed);
        long all = FuzzReport.Setting("COREWRIGHT_FUZZ_ITERATIONS", ShortRun), share = s_targets.Sum(t => t.Weight);
        using var run = new FuzzRun(target, files, seed, FuzzReport.Folder);
        // Rounded up, so that all of them together are at least as many as were asked for.
        FuzzOutcome outcome = run.Run(((all * target.Weight) + share - 1) / share);

        report.Add(target, outcome);
        outcome.Failure.ShouldBeNull();
        // Neither is every input refused at the door nor is every one taken.
        outcome.Accepted.ShouldBeInRange(target.Refusals.Length == 0 && target.Name == "apt-sources" ? 0 : 1, outcome.Inputs - 1);
    }
}
