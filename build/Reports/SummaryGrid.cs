using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Reports;

/// <summary>Several programs on several kernels in few lines: program by kernel, and what is not as it should be in words.</summary>
internal static class SummaryGrid
{
    /// <summary>A heading, then a line for each program: its verdict on each kernel, and its largest loader.</summary>
    internal static IReadOnlyList<string[]> Of(BuildReport report)
    {
        ILookup<string, ReportRow> rows = report.Rows().ToLookup(r => r.Program);
        return
        [
            ["program", .. report.Kernels.Select(k => PrintableText.Line(k.Id)), "largest loader"],
            .. report.Objects.Select(o => (string[])
            [
                PrintableText.Line(o.Program), .. rows[o.Program].Select(r => VerdictText.Word(r.Verdict)), LargestLoader(report, o.Program),
            ]),
        ];
    }

    /// <summary>A line for each program and kernel that is not as it should be.</summary>
    internal static IReadOnlyList<string> Reasons(BuildReport report) =>
    [
        .. report.Rows()
            .Select(r => (Row: r, Stage: r.Stages.FirstOrDefault(s => s.Status is StageStatus.Failed or StageStatus.Error)))
            .Where(p => p.Stage is not null)
            .Select(p => PrintableText.Line(
                $"{p.Row.Program} on {p.Row.Kernel.Id}: {VerdictText.Words(p.Row.Verdict)}, {StageText.Of(p.Stage!.Stage)}: {p.Stage.Text}")),
    ];

    private static string LargestLoader(BuildReport report, string program)
    {
        long[] sizes = [.. report.Loaders.Where(l => l.Program == program).Select(l => l.SizeBytes)];
        return sizes.Length == 0 ? "–" : Amount.Bytes(sizes.Max());
    }
}
