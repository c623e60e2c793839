using System.IO;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Progress;

namespace Corewright.Build.Tasks;

/// <summary>Wraps the loaders and bpfrun into release files.</summary>
[TaskName(nameof(Package))]
[TaskDescription("Wrap the loaders into reproducible packages with checksums")]
[IsDependentOn(typeof(Loaders))]
public sealed class Package : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var results = context.Results;
        results.Packages = await context.Rooms.Packager.PackAsync(results.Objects, results.Loaders, results.Tools, context.Cancellation);
        foreach (var package in results.Packages)
        {
            context.Progress.Information(
                $"{Path.GetRelativePath(context.Paths.Root, package.Path)}, {ProgressText.Bytes(package.SizeBytes)}");
        }
    }
}
