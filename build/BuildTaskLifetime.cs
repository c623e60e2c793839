using System;
using Cake.Core;
using Cake.Frosting;
using Corewright.Build.Reports;

namespace Corewright.Build;

/// <summary>Gives every task a fold in GitHub's log.</summary>
public sealed class BuildTaskLifetime : FrostingTaskLifetime<BuildContext>
{
    private static readonly bool IsGitHub = Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <inheritdoc/>
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (IsGitHub)
            Console.WriteLine($"::group::{info.Task.Name}");
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        context.Results.Stages.Add(new ReportedStage(info.Task.Name, info.Duration));
        if (IsGitHub)
            Console.WriteLine("::endgroup::");
    }
}
