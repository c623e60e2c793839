using System;
using System.Collections.Generic;
using System.Threading;
using Cake.Core;
using Cake.Frosting;
using Corewright.Build.Progress;

namespace Corewright.Build;

/// <summary>The facts of one run, filled in by <see cref="BuildLifetime"/> before the first task. It decides nothing.</summary>
/// <param name="context">Cake's own context.</param>
/// <param name="run">What outlives Cake: cancellation and the closing words.</param>
public sealed class BuildContext(ICakeContext context, BuildRun run) : FrostingContext(context)
{
    /// <summary>Cancelled by Ctrl-C or SIGTERM; every room is handed this token.</summary>
    public CancellationToken Cancellation => run.Cancellation;

    /// <summary>What outlives Cake.</summary>
    public BuildRun Run => run;

    /// <summary>Where things are.</summary>
    public BuildPaths Paths { get; internal set; } = new("", "");

    /// <summary>What the command line, cake.config and the environment ask for.</summary>
    public BuildSettings Settings { get; internal set; } = BuildSettings.Default;

    /// <summary>Which version of the project this is, and of when.</summary>
    public SourceVersion Version { get; internal set; } = SourceVersion.Unknown;

    /// <summary>How the rooms talk to the user.</summary>
    public IProgressLog Progress { get; internal set; } = new PlainProgressLog(context.Log, TimeProvider.System);

    /// <summary>The names of the tasks that this run was asked for, with all that they depend on.</summary>
    public IReadOnlySet<string> Planned { get; internal set; } = new HashSet<string>();

    /// <summary>The rooms, each opened when it is first asked for.</summary>
    public Rooms Rooms => field ??= new Rooms(this);

    /// <summary>What the tasks of this run have made so far.</summary>
    public BuildResults Results { get; } = new();
}
