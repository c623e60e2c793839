using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Bench.Comparison;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Bench;

/// <summary>Measures what the project promises about speed. Nothing is asserted: numbers depend on the machine.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="store">Brings bpftool.</param>
/// <param name="guests">Runs the loader in a guest.</param>
/// <param name="architectures">By name.</param>
/// <param name="version">The project's version.</param>
/// <param name="log">Says what is measured.</param>
public sealed class Benchmarks(
    BuildPaths paths, IToolStore store, GuestRunner guests, IReadOnlyDictionary<string, Architecture> architectures, string version,
    IProgressLog log)
{
    /// <summary>Our loader beside others, once <see cref="RunAsync"/> has measured them.</summary>
    public LoaderTable? Loaders { get; private set; }

    /// <summary>Takes all measurements, one after the other so that they don't disturb each other.</summary>
    /// <param name="objects">The finished objects; the first is measured.</param>
    /// <param name="loaders">Its loaders.</param>
    /// <param name="kernels">The matrix's kernels.</param>
    /// <param name="settings">How often.</param>
    /// <param name="cancellationToken">Ends everything that was started.</param>
    /// <exception cref="BuildException">Something that is measured does not work.</exception>
    public async Task<IReadOnlyList<Measurement>> RunAsync(
        IReadOnlyList<EbpfObject> objects, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<PreparedKernel> kernels,
        BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        EbpfObject program = objects[0];
        PreparedKernel newest = kernels.Last(k => k.Kernel.Architecture == "x86_64");
        LoaderBinary loader = loaders.First(l => l.Program == program.Program && l.Architecture == "x86_64");
        ToolRoot bpftool = await store.OpenAsync("guest-x86_64", cancellationToken);

        var measured = new List<Measurement>();
        bool Wanted(string what) => settings.Filter is null || FileSystemName.MatchesSimpleExpression(settings.Filter, what);
        async Task Measure(string what, Func<Task<IReadOnlyList<Measurement>>> take)
        {
            if (!Wanted(what)) return;
            using IProgressItem item = log.Begin(what, unit: ProgressUnit.Steps);
            measured.AddRange(await take());
        }

        await Measure("offline check", () => OfflineBenchmark.RunAsync(program, kernels, bpftool, settings, cancellationToken));
        await Measure("relocation", () => Task.Run(() => RelocationBenchmark.Run(program, kernels, settings), cancellationToken));
        await Measure("loader", () => LoaderStart.RunAsync(
            guests, loader, newest, architectures["x86_64"], settings, cancellationToken));
        if (Wanted("comparison"))
        {
            using IProgressItem item = log.Begin("comparison", unit: ProgressUnit.Steps);
            Loaders = await new LoaderComparison(paths, store, guests, log).RunAsync(
                newest, architectures["x86_64"], loaders, version, settings, cancellationToken);
        }

        await Measure("nothing changed", async () => [await BuildBenchmarks.NothingChangedAsync(paths, settings, cancellationToken)]);
        await Measure("Rust changed", async () => [await BuildBenchmarks.RustChangedAsync(paths, settings, cancellationToken)]);
        await Measure("forced matrix", async () => [await BuildBenchmarks.ForcedMatrixAsync(paths, settings, cancellationToken)]);
        return measured;
    }
}
