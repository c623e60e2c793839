using System;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Bench;

namespace Corewright.Build.Tasks;

/// <summary>Measures how long things take.</summary>
[TaskName(nameof(Bench))]
[TaskDescription("Measure builds, guests, the offline check, and loaders beside libbpf's and Go's; medians of five runs")]
[IsDependentOn(typeof(Check))]
[IsDependentOn(typeof(Package))]
public sealed class Bench : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var (results, rooms, version) = (context.Results, context.Rooms, context.Version);
        var benchmarks = new Benchmarks(context.Paths, rooms.Store, rooms.Guests, rooms.Plan.Architectures, version.Number, context.Progress);
        var settings = BenchmarkSettings.Default with { Matrix = context.Settings.Matrix, Filter = context.Settings.Filter };
        var measured = await benchmarks.RunAsync(results.Objects, results.Loaders, results.Kernels, settings, context.Cancellation);
        var report = new BenchmarkReport(
            BenchmarkReport.CurrentSchema, version.Number, version.Commit, Environment.ProcessorCount, measured, benchmarks.Loaders);
        await report.WriteAsync(context.Paths.ReportArtifacts, context.Cancellation);
        foreach (string line in report.Lines()) context.Progress.Information(line);
    }
}
