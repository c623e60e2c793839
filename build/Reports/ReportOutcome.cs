using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Matrix;

namespace Corewright.Build.Reports;

/// <summary>The run in one sentence.</summary>
/// <param name="Succeeded">Whether every row that was asked for is fine.</param>
/// <param name="Passed">Rows with verdict pass.</param>
/// <param name="Total">All rows.</param>
/// <param name="Sentence">For the head of each report.</param>
public sealed record ReportOutcome(bool Succeeded, int Passed, int Total, string Sentence)
{
    // More of them would make a paragraph of the sentence.
    private const int MaximumNames = 3;

    /// <summary>What a report comes to.</summary>
    public static ReportOutcome Of(BuildReport report)
    {
        IReadOnlyList<ReportRow> rows = report.Rows();
        int passed = rows.Count(r => r.Verdict == Verdict.Pass && r.Offline?.Failure is null);
        int infrastructure = rows.Count(r => r.Verdict == Verdict.Infrastructure);
        int notRun = rows.Count(r => r.Verdict is null);
        int failed = rows.Count - passed - infrastructure - notRun;
        string programs = report.Objects.Count <= MaximumNames
            ? string.Join(", ", report.Objects.Select(o => o.Program)) : $"{report.Objects.Count} programs";
        string how = report.Cells.Count == 0 ? "checked offline" : "proved on real kernels";
        string sentence = rows.Count == 0
            ? $"{programs}: no kernel was asked for"
            : passed == rows.Count
                ? $"{programs}: {how}, {passed} of {rows.Count} pass"
                : $"{programs}: {passed} of {rows.Count} pass" + Part(failed, "failed") + Part(infrastructure, "without an answer")
                  + Part(notRun, "not run");
        return new(failed + infrastructure + notRun == 0, passed, rows.Count, sentence);
    }

    private static string Part(int count, string words) => count == 0 ? "" : $", {count} {words}";
}
