using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
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

namespace Corewright.Build.Bench.Comparison;

/// <summary>
/// Measures our loader beside what users would pick: the same objects, one guest, and the loaders taking turns in it. The
/// guest's clock counts instructions, so a busy host makes no difference, and a second run gives the same.
/// </summary>
/// <param name="paths">Where things are.</param>
/// <param name="store">Brings compilers and libraries.</param>
/// <param name="guests">Runs the guest.</param>
/// <param name="log">Says what is built.</param>
internal sealed class LoaderComparison(BuildPaths paths, IToolStore store, GuestRunner guests, IProgressLog log)
{
    private const double MaximumCodeKib = 96, MaximumMemoryKib = 0.6 * 1024;

    /// <summary>Builds the loaders and measures them.</summary>
    /// <param name="kernel">What they run on.</param>
    /// <param name="architecture">The kernel's: x86_64.</param>
    /// <param name="products">The loaders that are released, of every architecture, whose sizes count too.</param>
    /// <param name="version">What ours says that it is.</param>
    /// <param name="settings">How often.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <exception cref="BuildException">A loader does not build, does not attach, or miscounts what it reads.</exception>
    internal async Task<LoaderTable> RunAsync(
        PreparedKernel kernel, Architecture architecture, IReadOnlyList<LoaderBinary> products, string version,
        BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        ToolRoot toolchain = await store.OpenAsync("toolchain", cancellationToken);
        BenchObjects objects = await BenchObjects.BuildAsync(paths, toolchain, architecture.Ebpf, log, cancellationToken);
        var peers = new PeerLoaders(paths, store, objects);
        Contender[] loaders =
        [
            await OursAsync(objects, architecture, version, cancellationToken),
            await peers.LibbpfAsync(cancellationToken),
            await peers.CiliumAsync(cancellationToken),
        ];
        GuestJob job = Job(loaders, await peers.MeasureAsync(cancellationToken), kernel, settings.Runs + 1);
        GuestOutcome outcome = await guests.RunAsync(kernel, architecture, job, force: true, cancellationToken);
        if (outcome is not GuestOutcome.Complete answer)
            throw new BuildException(((GuestOutcome.Infrastructure)outcome).Reason, job.Name);
        return new LoaderTable(
            $"{kernel.Kernel.Id}, emulated: one processor, and a nanosecond passes with each instruction",
            [.. loaders.Select(loader => loader.Name)],
            [.. Sizes(loaders, products), .. Measured(loaders, answer.Steps, settings.Runs)]);
    }

    private async Task<Contender> OursAsync(
        BenchObjects objects, Architecture architecture, string version, CancellationToken cancellationToken)
    {
        var builder = new LoaderBuilder(new BuildPaths(paths.Root, paths.Cache), store, log);
        async Task<(GuestFile File, LoaderBinary Binary)> Build(EbpfObject item)
        {
            var request = new LoaderRequest(item, version, [architecture], new Dictionary<string, IReadOnlyList<EmbeddedBtf>>(), [])
            {
                Sink = "execwatch",
            };
            LoaderBinary binary = (await builder.BuildAsync(request, cancellationToken))[0];
            return (new GuestFile("/job/" + item.Program, await File.ReadAllBytesAsync(binary.Path, cancellationToken), Executable: true), binary);
        }

        var (start, binary) = await Build(objects.Start);
        var (drain, _) = await Build(objects.Drain);
        return new Contender("Corewright", [start, drain], [start.Path, "--json"], [drain.Path, "--json"],
            binary.SizeBytes - binary.PayloadBytes);
    }

    private static GuestJob Job(Contender[] loaders, GuestFile measure, PreparedKernel kernel, int rounds)
    {
        var steps = new List<GuestStep>();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < loaders.Length; i++)
            {
                steps.Add(new(Step("start", round, i), [measure.Path, "start", .. loaders[i].Start], TimeSpan.FromSeconds(10)));
                steps.Add(new(Step("drain", round, i), [measure.Path, "drain", .. loaders[i].Drain], TimeSpan.FromSeconds(30)));
            }
        }

        return new GuestJob($"comparison on {kernel.Kernel.Id}", [measure, .. loaders.SelectMany(loader => loader.Files)], steps)
        {
            CountsInstructions = true,
        };
    }

    private static IEnumerable<ComparisonRow> Sizes(Contender[] loaders, IReadOnlyList<LoaderBinary> products)
    {
        var size = new ComparisonRow("size without the object, stripped", "KiB", [.. loaders.Select(l => (double[])[l.CodeBytes / 1024.0])]);
        double largest = products.Max(p => (p.SizeBytes - p.PayloadBytes) / 1024.0);
        ComparisonRow judged = Goals.AtMost(size, MaximumCodeKib);
        yield return judged with
        {
            Goal = $"{judged.Goal}; the largest that is released has {Goals.Text(largest)}",
            Met = judged.Met == true && largest <= MaximumCodeKib,
        };
    }

    private static IEnumerable<ComparisonRow> Measured(
        Contender[] loaders, IReadOnlyDictionary<string, GuestStepResult> steps, int runs)
    {
        // The first round warms up and does not count.
        MeasuredLine[][] Lines(string what) =>
            [.. loaders.Select((_, i) => Enumerable.Range(1, runs).Select(round => Line(steps, Step(what, round, i))).ToArray())];
        MeasuredLine[][] start = Lines("start"), drain = Lines("drain");
        static ComparisonRow Row(string what, string unit, MeasuredLine[][] lines, Func<MeasuredLine, double> value) =>
            new(what, unit, [.. lines.Select(line => (double[])[.. line.Select(value)])]);

        foreach (MeasuredLine line in drain.SelectMany(l => l))
        {
            if (line["seen"] != line["sent"])
                throw new BuildException($"a loader says that it read {line["seen"]} samples of {line["sent"]}", "drain");
        }

        const double Nanoseconds = 1e6;
        yield return Goals.HalfOfBestPeer(Row("exec to attached", "ms", start, l => l["exec-to-attached"] / Nanoseconds));
        yield return Goals.FromTypesToLoad(Row("from opening the kernel's BTF to the load", "ms", start, l => l["btf-to-load"] / Nanoseconds));
        yield return Row("CPU time of the start", "ms", start, l => l["cpu"] / Nanoseconds);
        yield return Goals.AtMost(Row("peak memory (VmHWM)", "KiB", start, l => l["peak"]), MaximumMemoryKib);
        yield return Row("steady memory (VmRSS)", "KiB", start, l => l["steady"]);
        yield return Goals.AtLeastLibbpf(Row("prefilled ring of 16 MiB", "million events/s", drain, l => l["prefilled"] * 1000 / l["wall"]));
        yield return Row("CPU time per million prefilled events", "ms", drain, l => l["cpu"] / l["prefilled"]);
        yield return Row("CPU time per million events as they come", "ms", drain, l => l["live-cpu"] / l["live"]);
        yield return Goals.Zero(Row("dropped events", "events", drain, l => l["dropped"]));
    }

    private static MeasuredLine Line(IReadOnlyDictionary<string, GuestStepResult> steps, string name)
    {
        GuestStepResult step = steps[name];
        return step.ExitCode == 0
            ? new MeasuredLine(step.Output)
            : throw new BuildException($"exit code {step.ExitCode}: {step.Error.Trim()}", name);
    }

    private static string Step(string what, int round, int loader) => string.Create(CultureInfo.InvariantCulture, $"{what}-{round}-{loader}");
}
