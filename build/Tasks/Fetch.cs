using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Tasks;

/// <summary>Brings everything that the run needs into the cache.</summary>
[TaskName(nameof(Fetch))]
[TaskDescription("Fetch and verify what the run needs, after saying how much that is")]
public sealed class Fetch : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        bool bench = context.Planned.Contains(nameof(Bench));
        bool all = bench || context.Planned.Contains(nameof(Matrix)) || !context.Planned.Contains(nameof(Ebpf));
        bool kernels = all || context.Planned.Contains(nameof(Kernels));
        var sets = NeededSets.Of(kernels ? context.Rooms.Matrix.Kernels : [], compilers: true, guests: all, peers: bench);
        var plan = await context.Rooms.Store.PlanAsync(sets, context.Cancellation);
        if (plan.MissingPackages == 0)
        {
            context.Progress.Information(
                $"Everything is in the cache: {plan.Sets.Count} package sets, {ProgressText.Bytes(plan.TotalBytes)}.");
            return;
        }

        context.Progress.Information(
            $"To fetch: {plan.MissingPackages} packages, {ProgressText.Bytes(plan.MissingBytes)} of {ProgressText.Bytes(plan.TotalBytes)}.");
        foreach (var set in plan.Sets)
        {
            if (set.MissingBytes > 0)
                context.Progress.Information($"  {set.Name}: {ProgressText.Bytes(set.MissingBytes)}");
        }

        await context.Rooms.Store.FetchAsync(sets, context.Cancellation);
    }
}
