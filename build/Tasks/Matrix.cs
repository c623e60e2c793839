using System.Linq;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;

namespace Corewright.Build.Tasks;

/// <summary>Boots every kernel of the matrix and proves the programs there.</summary>
[TaskName(nameof(Matrix))]
[TaskDescription("Boot every kernel of the matrix and prove the programs there")]
[IsDependentOn(typeof(Check))]
[IsDependentOn(typeof(Loaders))]
public sealed class Matrix : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var (results, settings) = (context.Results, context.Settings);
        var runner = new MatrixRunner(
            context.Rooms.Guests, context.Rooms.Plan.Architectures, new KernelModules(context.Rooms.Store, context.Paths));
        results.Cells = await runner.RunAsync(results.Objects, results.Loaders, results.Kernels, results.Offline,
            new MatrixOptions(settings.Force, settings.Shard), context.Cancellation);
        // A kernel that does not boot is one line, not one for each program.
        foreach (var alike in results.Cells.Where(c => c.Verdict != Verdict.Pass).GroupBy(c => (c.KernelId, c.Verdict, c.Detail)))
        {
            string programs = alike.Count() == 1 ? alike.Single().Program : $"{alike.Count()} programs";
            context.Progress.Warning($"{programs} on {alike.Key.KernelId}: {alike.Key.Verdict}: {alike.Key.Detail}");
        }
        int passed = results.Cells.Count(c => c.Verdict == Verdict.Pass);
        int cached = results.Cells.Count(c => c.FromCache);
        context.Progress.Information($"{passed} of {results.Cells.Count} pass"
            + (cached > 0 ? $", {cached} as an earlier run of the same inputs found." : "."));
        // The report is to show what failed, and fails the run itself.
        if (passed < results.Cells.Count && !context.Planned.Contains(nameof(Report)))
            throw new BuildException($"{results.Cells.Count - passed} of {results.Cells.Count} don't pass");
    }
}
