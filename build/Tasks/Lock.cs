using System.Threading.Tasks;
using Cake.Frosting;

namespace Corewright.Build.Tasks;

/// <summary>Pins the newest packages.</summary>
[TaskName(nameof(Lock))]
[TaskDescription("Resolve every package set anew and write targets/packages.lock")]
public sealed class Lock : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var changes = await context.Rooms.Store.WriteLockAsync(context.Cancellation);
        foreach (string change in changes)
            context.Progress.Information(change);
        context.Progress.Information(changes.Count == 0
            ? "targets/packages.lock is up to date."
            : "targets/packages.lock is written anew: build, then commit it.");
    }
}
