using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Store;

namespace Corewright.Build.Bench;

/// <summary>Our offline check beside <c>bpftool gen min_core_btf</c>, the nearest thing that others have: same object, same BTF.</summary>
internal static class OfflineBenchmark
{
    /// <summary>Two measurements per kernel.</summary>
    internal static async Task<IReadOnlyList<Measurement>> RunAsync(
        EbpfObject program, IReadOnlyList<PreparedKernel> kernels, ToolRoot bpftool, BenchmarkSettings settings,
        CancellationToken cancellationToken)
    {
        var measurements = new List<Measurement>();
        string output = Path.GetTempFileName();
        try
        {
            foreach (PreparedKernel kernel in kernels)
            {
                List<double> ours = [], theirs = [];
                for (int i = 0; i <= settings.Runs; i++)
                {
                    OfflineResult result = OfflineCheck.Check(program, kernel);
                    Command command = bpftool.Command("usr/sbin/bpftool", ["gen", "min_core_btf", kernel.Btf, output, program.Path]);
                    long start = Stopwatch.GetTimestamp();
                    await command.ExecuteAsync(cancellationToken);
                    double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    if (i == 0) continue;
                    ours.Add(result.Duration.TotalMilliseconds);
                    theirs.Add(elapsed);
                }

                measurements.Add(new($"offline check, {kernel.Kernel.Id}", "ms", ours, "every relocation's value; a missing field is noticed"));
                measurements.Add(new($"bpftool gen min_core_btf, {kernel.Kernel.Id}", "ms", theirs,
                    "with the start of its process; a missing field is not noticed"));
            }
        }
        finally
        {
            File.Delete(output);
        }

        return measurements;
    }
}
