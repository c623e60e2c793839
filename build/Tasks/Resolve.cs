using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Loaders;

namespace Corewright.Build.Tasks;

/// <summary>Says where in the sources a loader stopped.</summary>
[TaskName(nameof(Resolve))]
[TaskDescription("Say which files and lines the addresses are that a loader printed when it stopped")]
public sealed class Resolve : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var resolver = new FaultResolver(context.Paths, context.Rooms.Store);
        var lines = await resolver.ResolveAsync(
            Options.Loader.Required(context), Options.Fault.Required(context), context.Cancellation);
        foreach (string line in lines)
            context.Progress.Information(line);
    }
}
