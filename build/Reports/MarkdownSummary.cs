using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Corewright.Build.Reports;

/// <summary>Writes <c>summary.md</c>: the run on one screen, for a pull request or a CI job's page.</summary>
internal static class MarkdownSummary
{
    /// <summary>The file's text.</summary>
    internal static string Write(BuildReport report)
    {
        ReportOutcome outcome = ReportOutcome.Of(report);
        var text = new StringBuilder();
        Line(text, $"# {(outcome.Succeeded ? "✓" : "✗")} {Escape(outcome.Sentence)}");
        Line(text, "");
        Line(text, $"Version {Escape(report.Version)}, matrix {Escape(report.Matrix)}"
            + (report.Commit.Length == 0 ? "." : $", commit `{PrintableText.Line(report.Commit)}`."));
        Results(text, report);
        Failures(text, report);
        Relocations(text, report);
        Artifacts(text, report);
        return text.ToString();
    }

    private static void Results(StringBuilder text, BuildReport report)
    {
        if (report.Objects.Count > 1)
        {
            Grid(text, report);
            return;
        }

        Line(text, "");
        Line(text, "| program | architecture | kernel | verdict | guest | offline | object | loader |");
        Line(text, "|---|---|---|---|--:|--:|--:|--:|");
        foreach (ReportRow row in report.Rows())
        {
            Line(text, $"| {Escape(row.Program)} | {Escape(row.Kernel.Architecture)} | {Escape(row.Kernel.Version)}"
                + $" | {VerdictText.Symbol(row.Verdict)} {VerdictText.Words(row.Verdict)}"
                + $" | {Amount.Milliseconds(row.Cell?.Duration)}{(row.Cell?.FromCache == true ? " (cached)" : "")}"
                + $" | {Amount.Milliseconds(row.Offline?.Duration)} | {Amount.Bytes(row.Object.SizeBytes)}"
                + $" | {(row.Loader is null ? "–" : Amount.Bytes(row.Loader.SizeBytes))} |");
        }
    }

    private static void Grid(StringBuilder text, BuildReport report)
    {
        Line(text, "");
        Line(text, $"| program | {string.Join(" | ", report.Kernels.Select(k => Escape(k.Id)))} |");
        Line(text, "|---" + string.Concat(report.Kernels.Select(_ => "|---")) + "|");
        ILookup<string, ReportRow> rows = report.Rows().ToLookup(r => r.Program);
        foreach (string program in report.Objects.Select(o => o.Program))
        {
            var verdicts = rows[program].Select(r => $"{VerdictText.Symbol(r.Verdict)} {(r.Verdict is null ? "" : VerdictText.Words(r.Verdict))}".TrimEnd());
            Line(text, $"| {Escape(program)} | {string.Join(" | ", verdicts)} |");
        }
    }

    private static void Failures(StringBuilder text, BuildReport report)
    {
        ReportRow[] failed = [.. report.Rows().Where(r => r.Stages.Any(s => s.Status is StageStatus.Failed or StageStatus.Error))];
        if (failed.Length == 0) return;
        Line(text, "");
        Line(text, "## What failed");
        Line(text, "");
        foreach (ReportRow row in failed)
        {
            StageResult stage = row.Stages.First(s => s.Status is StageStatus.Failed or StageStatus.Error);
            Line(text, $"- **{Escape(row.Program)} on {Escape(row.Kernel.Id)}**, {StageText.Of(stage.Stage)}: {Escape(stage.Text)}");
        }
    }

    private static void Relocations(StringBuilder text, BuildReport report)
    {
        RelocationGrid[] grids = [.. report.Objects.Select(o => RelocationGrid.Of(report, o.Program)).Where(g => g.Rows.Count > 0)];
        if (grids.Length == 0) return;
        RelocationRow[] rows = [.. grids.SelectMany(g => g.Rows)];
        int disagreements = rows.Sum(r => r.Cells.Count(c => c.Disagrees));
        int three = rows.Sum(r => r.Cells.Count(c => c.Answers.All(a => a.Answer.Asked)));
        Line(text, "");
        Line(text, string.Create(CultureInfo.InvariantCulture,
            $"{(grids.Length == 1 ? Escape(grids[0].Program) : $"{grids.Length} programs")}: {rows.Length} relocations on {report.Kernels.Count} kernels, "
            + $"{rows.Count(r => r.Varies)} of them with a value that depends on the kernel; three resolvers answered "
            + $"{three} times, {disagreements} of them with a disagreement."));
    }

    private static void Artifacts(StringBuilder text, BuildReport report)
    {
        Line(text, "");
        Line(text, "| file | size | SHA-256 |");
        Line(text, "|---|--:|---|");
        foreach ((string path, long size, string digest) in report.Objects.Select(o => (o.Path, o.SizeBytes, o.Sha256))
            .Concat(report.Loaders.Select(l => (l.Path, l.SizeBytes, l.Sha256)))
            .Concat(report.Packages.Select(p => (p.Path, p.SizeBytes, p.Sha256))))
        {
            Line(text, $"| {Escape(Path.GetFileName(path))} | {Amount.Bytes(size)} | `{digest}` |");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    // Every ASCII character with a meaning in Markdown, or in the HTML that Markdown lets through.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in PrintableText.Line(text))
        {
            if (c is '\\' or '`' or '*' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '!' or '$' or '@') escaped.Append('\\');
            escaped.Append(c == '&' ? "&amp;" : c.ToString());
        }

        return escaped.ToString();
    }
}
