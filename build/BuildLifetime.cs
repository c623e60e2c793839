using System;
using System.IO;
using System.Linq;
using Cake.Core;
using Cake.Frosting;
using Corewright.Build.Progress;

namespace Corewright.Build;

/// <summary>Fills in the facts before the first task, and prints those that a reader of the log needs.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ISetupContext info)
    {
        string root = context.Environment.WorkingDirectory.FullPath;
        context.Settings = BuildSettings.Read(context);
        context.Paths = new BuildPaths(root, CacheFolder.Choose(Options.Cache.Read(context), Environment.GetEnvironmentVariable));
        CacheFolder.RequireReadable(context.Paths.Cache);
        context.Version = SourceVersion.ReadAsync(root, Environment.GetEnvironmentVariable, context.Cancellation).GetAwaiter().GetResult();
        context.Planned = info.TasksToExecute.Select(task => task.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        context.Progress = ProgressLogs.Choose(context);
        Directory.CreateDirectory(context.Paths.Intermediate);
        Print(context);
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITeardownContext info) => context.Rooms.Dispose();

    private static void Print(BuildContext context)
    {
        var (version, settings) = (context.Version, context.Settings);
        string commit = version.Commit.Length == 0 ? "no commit" : version.ShortCommit;
        context.Progress.Information($"Corewright {version.Number} ({commit}), {settings.Jobs} jobs, cache {context.Paths.Cache}");
        if (settings.Offline)
            context.Progress.Information("Offline: only what the cache holds.");
        if (settings.Shard != Shard.Whole)
            context.Progress.Information($"Part {settings.Shard} of the matrix.");
        context.Progress.Verbose($"Root {context.Paths.Root}, source date {DateTimeOffset.FromUnixTimeSeconds(version.Epoch):u}");
        context.Progress.Verbose($"Matrix {settings.Matrix}, mirror {settings.Mirror ?? "as apt is set up"}");
    }
}
