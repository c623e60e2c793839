using System.IO;
using Cake.Frosting;

namespace Corewright.Build.Tasks;

/// <summary>Removes what builds leave behind.</summary>
[TaskName(nameof(Clean))]
[TaskDescription("Remove artifacts/ (and the cache with --cache-too)")]
public sealed class Clean : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        Remove(context, context.Paths.Artifacts);
        if (context.Settings.CacheToo)
            Remove(context, context.Paths.Cache);
    }

    private static void Remove(BuildContext context, string folder)
    {
        if (!Directory.Exists(folder))
            return;
        context.Progress.Information($"Removing {folder}");
        Directory.Delete(folder, recursive: true);
    }
}
