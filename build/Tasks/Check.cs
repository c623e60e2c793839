using System.Linq;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Matrix;

namespace Corewright.Build.Tasks;

/// <summary>Resolves every relocation against every kernel of the matrix, without booting one.</summary>
[TaskName(nameof(Check))]
[TaskDescription("Resolve every relocation against every kernel's BTF, offline")]
[IsDependentOn(typeof(Ebpf))]
[IsDependentOn(typeof(Kernels))]
public sealed class Check : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var results = context.Results;
        results.Offline = await OfflineCheck.CheckAsync(results.Objects, results.Kernels, context.Cancellation);
        foreach (var result in results.Offline)
        {
            string line = $"{result.Program} on {result.KernelId}: ";
            if (result.Failure is null)
                context.Progress.Verbose(line + $"{result.Relocations.Count} relocations, {result.Duration.TotalMilliseconds:0.0} ms");
            else
                context.Progress.Warning(line + result.Failure);
        }

        int failed = results.Offline.Count(r => r.Failure is not null);
        context.Progress.Information($"{results.Offline.Count - failed} of {results.Offline.Count} pairs of object and kernel resolve.");
        // The report is to show what failed, and fails the run itself.
        if (failed > 0 && !context.Planned.Contains(nameof(Report)))
            throw new BuildException($"{failed} pairs of object and kernel don't resolve");
    }
}
