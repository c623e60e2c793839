using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Reports;
using Corewright.Build.Store;

namespace Corewright.Build;

/// <summary>Gathers a run's results for the reports.</summary>
public static class RunReport
{
    /// <summary>The report of what the tasks have made.</summary>
    public static async Task<BuildReport> OfAsync(BuildContext context)
    {
        var (results, version) = (context.Results, context.Version);
        var tools = new List<ReportedTool>();
        foreach (string set in NeededSets.Of(context.Rooms.Matrix.Kernels, compilers: true, guests: true))
            tools.Add(new ReportedTool(set, await context.Rooms.Store.DigestAsync(set, context.Cancellation)));
        return new BuildReport(
            version.Number, version.Commit, DateTimeOffset.FromUnixTimeSeconds(version.Epoch), context.Rooms.Matrix.Name,
            results.Objects, results.Loaders, results.Packages,
            [.. results.Kernels.Where(k => IsOfThisPart(k.Kernel.Id)).Select(ReportedKernel.Of)], results.Offline, results.HasCells ? results.Cells : [],
            tools, [.. results.Stages]);

        // What other machines of a sharded matrix run is theirs to report.
        bool IsOfThisPart(string kernel) =>
            context.Settings.Shard == Shard.Whole || !results.HasCells || results.Cells.Any(c => c.KernelId == kernel);
    }
}
