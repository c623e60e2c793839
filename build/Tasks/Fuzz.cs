using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Testing;

namespace Corewright.Build.Tasks;

/// <summary>Runs the fuzzer of <c>tests/Fuzz</c> for longer than the tests do.</summary>
[TaskName(nameof(Fuzz))]
[TaskDescription("Give every reader mutated real files; --iterations=N and --seed=N decide how many and which")]
public sealed class Fuzz : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        string report = Path.Combine(context.Paths.Artifacts, "fuzz", "report.md");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.Delete(report);
        var runner = new TestRunner(context.Paths, context.Progress);
        var summary = await runner.RunAsync("*.FuzzTests", new Dictionary<string, string?>
        {
            ["COREWRIGHT_FUZZ_ITERATIONS"] = context.Settings.Iterations.ToString(CultureInfo.InvariantCulture),
            ["COREWRIGHT_FUZZ_SEED"] = context.Settings.Seed.ToString(CultureInfo.InvariantCulture),
        }, context.Cancellation);
        if (File.Exists(report)) context.Progress.Information(await File.ReadAllTextAsync(report, context.Cancellation));
        context.Run.AtEnd(() => System.Console.WriteLine(summary));
        summary.ThrowIfFailed();
    }
}
