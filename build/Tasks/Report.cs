using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Reports;
using Spectre.Console;

namespace Corewright.Build.Tasks;

/// <summary>Writes down what the run found out, and fails it where that is not good enough.</summary>
[TaskName(nameof(Report))]
[TaskDescription("Write the compatibility report: JSON, JUnit, Markdown, HTML")]
[IsDependentOn(typeof(Check))]
[IsDependentOn(typeof(Package))]
[IsDependentOn(typeof(Matrix))]
public sealed class Report : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var report = await RunReport.OfAsync(context);
        var files = await ReportFiles.WriteAsync(report, context.Paths.ReportArtifacts, context.Cancellation);
        context.Progress.Information(string.Join(", ", files.Select(f => Path.GetRelativePath(context.Paths.Root, f))));
        context.Run.AtEnd(() => SummaryTable.Write(report, AnsiConsole.Console));
        var outcome = ReportOutcome.Of(report);
        if (!outcome.Succeeded)
            throw new BuildException(outcome.Sentence, null, "artifacts/report/report.html says why");
    }
}
