using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;

namespace Corewright.Build.Bench;

/// <summary>In a guest: how long a loader takes from its start until it is attached, and how much memory it ever had.</summary>
internal static partial class LoaderStart
{
    private const string Loader = "/job/loader", Script = "/job/start-up";

    /// <summary>Two measurements: milliseconds and KiB.</summary>
    /// <exception cref="BuildException">The guest gave no answer, or the loader did not attach in it.</exception>
    internal static async Task<IReadOnlyList<Measurement>> RunAsync(
        GuestRunner guests, LoaderBinary loader, PreparedKernel kernel, Architecture architecture, BenchmarkSettings settings,
        CancellationToken cancellationToken)
    {
        string runs = (settings.Runs + 1).ToString(CultureInfo.InvariantCulture);
        var job = new GuestJob(
            $"start of {loader.Program} on {kernel.Kernel.Id}",
            [
                new(Loader, await File.ReadAllBytesAsync(loader.Path, cancellationToken), Executable: true),
                new(Script, BaseInitramfs.Script("start-up"), Executable: true),
            ],
            [new GuestStep("measuring", [Script, Loader, runs], TimeSpan.FromSeconds(60))]);
        GuestOutcome outcome = await guests.RunAsync(kernel, architecture, job, force: true, cancellationToken);
        if (outcome is not GuestOutcome.Complete answer)
            throw new BuildException(((GuestOutcome.Infrastructure)outcome).Reason, job.Name);
        GuestStepResult step = answer.Steps["measuring"];
        if (step.ExitCode != 0) throw new BuildException($"exit code {step.ExitCode}: {step.Error.Trim()}", job.Name);

        double[] times = Times(Encoding.UTF8.GetString(answer.Files["kernel-log"]));
        double[] memory = [.. Encoding.UTF8.GetString(answer.Files["peak-kib"]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        if (times.Length != settings.Runs + 1 || memory.Length != times.Length)
            throw new BuildException($"the guest measured {times.Length} starts instead of {runs}", job.Name);
        return
        [
            new($"loader start to attached, {kernel.Kernel.Id}", "ms", times[1..], "by the guest's clock; emulated where there is no KVM"),
            new($"loader peak memory, {kernel.Kernel.Id}", "KiB", memory[1..], "VmHWM once attached"),
        ];
    }

    /// <summary>Milliseconds between each start and the line that says that the loader is attached.</summary>
    internal static double[] Times(string kernelLog)
    {
        var times = new List<double>();
        double? start = null;
        foreach (string line in kernelLog.Split('\n'))
        {
            Match match = LogLine().Match(line);
            if (!match.Success) continue;
            double time = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            if (match.Groups[2].ValueSpan.StartsWith("corewright: start ")) start = time;
            else if (start is { } from && match.Groups[2].Value.Contains(": attached ", StringComparison.Ordinal))
            {
                times.Add(Math.Round((time - from) * 1000, 3));
                start = null;
            }
        }

        return [.. times];
    }

    [GeneratedRegex(@"^\[ *([0-9]+\.[0-9]+)\] (.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex LogLine();
}
