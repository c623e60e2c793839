using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Kernels;

namespace Corewright.Build.Tasks;

/// <summary>Pins the packages of <c>targets/</c> anew.</summary>
[TaskName(nameof(Lock))]
[TaskDescription("Resolve all packages through the archive's signed indexes and rewrite targets/packages.lock")]
public sealed class Lock : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var changes = await context.Rooms.Store.WriteLockAsync(
            async (package, cancellationToken) =>
            {
                using var progress = context.Progress.Begin("find vmlinux");
                return await DebugVmlinux.PartsAsync(package, progress, cancellationToken);
            },
            context.Cancellation);
        foreach (string change in changes)
            context.Progress.Information(change);
        context.Progress.Information(changes.Count == 0
            ? "targets/packages.lock is up to date."
            : $"targets/packages.lock has {changes.Count} changes: look at them, build, commit it.");
    }
}
