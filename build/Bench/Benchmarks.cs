using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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
/// <param name="log">Says what is measured.</param>
public sealed class Benchmarks(
    BuildPaths paths, IToolStore store, GuestRunner guests, IReadOnlyDictionary<string, Architecture> architectures, IProgressLog log)
{
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
        async Task Measure(string what, Func<Task<IReadOnlyList<Measurement>>> take)
        {
            using IProgressItem item = log.Begin(what, unit: ProgressUnit.Steps);
            measured.AddRange(await take());
        }

        await Measure("offline check", () => OfflineBenchmark.RunAsync(program, kernels, bpftool, settings, cancellationToken));
        await Measure("loader", () => LoaderStart.RunAsync(
            guests, loader, newest, architectures["x86_64"], settings, cancellationToken));
        await Measure("nothing changed", async () => [await BuildBenchmarks.NothingChangedAsync(paths, settings, cancellationToken)]);
        await Measure("Rust changed", async () => [await BuildBenchmarks.RustChangedAsync(paths, settings, cancellationToken)]);
        await Measure("forced matrix", async () => [await BuildBenchmarks.ForcedMatrixAsync(paths, settings, cancellationToken)]);
        return measured;
    }
}
