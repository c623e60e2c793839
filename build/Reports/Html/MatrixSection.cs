using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Corewright.Build.Loaders;

namespace Corewright.Build.Reports.Html;

/// <summary>The grid program × kernel.</summary>
internal static class MatrixSection
{
    /// <summary>Writes it.</summary>
    internal static void Write(HtmlWriter html, BuildReport report)
    {
        html.Open("section", ("aria-labelledby", "matrix")).Element("h2", "Matrix", ("id", "matrix"));
        html.Element("p", report.Cells.Count == 0
            ? "No guest was asked for: each verdict is the offline check's alone."
            : "Each kernel booted in a guest of its own; libbpf and the loaders loaded the objects there, the three resolvers' values "
              + "were compared, and what the attached loaders said was held against what is known.", ("class", "lead"));
        ColumnHeadings.Frame(html, "Matrix");
        // With one program there is room for every stage; with several, what is as it should be is said in two lines.
        bool several = report.Objects.Count > 1;
        html.Open("table", ("class", several ? "matrix compact" : "matrix"));
        ColumnHeadings.Write(html, report.Kernels, "program");
        html.Open("tbody");
        IReadOnlyList<ReportRow> rows = report.Rows();
        foreach (string program in report.Objects.Select(o => o.Program))
        {
            html.Open("tr").Element("th", program, ("scope", "row"));
            ReportRow[] cells = [.. rows.Where(r => r.Program == program)];
            for (int i = 0; i < cells.Length; i++) Cell(html, cells[i], ColumnHeadings.StartsGroup(report.Kernels, i), several);
            html.Close("tr");
            if (!several) Loaders(html, report, program);
        }

        html.Close("tbody").Close("table").Close("div");
        Legend(html, rows);
        Reasons(html, rows);
        html.Close("section");
    }

    private static void Cell(HtmlWriter html, ReportRow row, bool startsGroup, bool compact)
    {
        html.Open("td", ("class", "cell " + VerdictText.Tone(row.Verdict) + (startsGroup ? " group" : "")));
        bool linked = row.Cell?.Evidence.Count > 0;
        string verdict = $"{VerdictText.Symbol(row.Verdict)} {VerdictText.Words(row.Verdict)}";
        if (linked) html.Element("a", verdict, ("class", "verdict"), ("href", "#" + Anchor.Evidence(row.Program, row.Kernel.Id)));
        else html.Element("span", verdict, ("class", "verdict"));
        html.Open("span", ("class", "time"));
        if (row.Cell is { } cell)
        {
            html.Text(Amount.Milliseconds(cell.Duration));
            if (cell.FromCache) html.Element("small", " cached");
            if (cell.Attempts > 1) html.Element("small", string.Create(CultureInfo.InvariantCulture, $" {cell.Attempts} attempts"));
        }

        html.Close("span");
        if (compact && row.Stages.All(s => s.Status == StageStatus.Passed))
        {
            html.Close("td");
            return;
        }

        html.Open("ul", ("class", "stages"));
        foreach (StageResult stage in row.Stages)
        {
            string status = StageText.Of(stage.Status);
            html.Open("li", ("class", status), ("title", stage.Text.Length == 0 ? status : stage.Text));
            html.Text($"{StageText.Symbol(stage.Status)} {StageText.Of(stage.Stage)}");
            if (stage.Stage == Stage.Offline && row.Offline is { } offline)
                html.Element("small", " " + Amount.Milliseconds(offline.Duration));
            html.Close("li");
        }

        html.Close("ul").Close("td");
    }

    private static void Loaders(HtmlWriter html, BuildReport report, string program)
    {
        html.Open("tr", ("class", "sizes")).Element("th", "loader", ("scope", "row"));
        bool first = true;
        foreach ((string architecture, ReportedKernel[] group) in ColumnHeadings.Groups(report.Kernels))
        {
            LoaderBinary? loader = report.Loaders.FirstOrDefault(l => l.Program == program && l.Architecture == architecture);
            html.Element("td", loader is null ? "–" : $"{Amount.Bytes(loader.SizeBytes)}, of that {Amount.Bytes(loader.PayloadBytes)} payload",
                ("colspan", group.Length.ToString(CultureInfo.InvariantCulture)), ("class", first ? null : "group"));
            first = false;
        }

        html.Close("tr");
    }

    private static void Legend(HtmlWriter html, IReadOnlyList<ReportRow> rows)
    {
        html.Open("p", ("class", "legend")).Text("✓ as it should be · ✗ failed · ! the guest gave no complete answer · – not run.");
        if (rows.Any(r => r.Cell is not null)) html.Text(" Times are of the program's steps by the guest's clock; offline is one object against one BTF.");
        html.Close("p");
    }

    private static void Reasons(HtmlWriter html, IReadOnlyList<ReportRow> rows)
    {
        ReportRow[] failed = [.. rows.Where(r => r.Stages.Any(s => s.Status is StageStatus.Failed or StageStatus.Error))];
        if (failed.Length == 0) return;
        html.Open("ul", ("class", "reasons"));
        foreach (ReportRow row in failed)
        {
            StageResult stage = row.Stages.First(s => s.Status is StageStatus.Failed or StageStatus.Error);
            html.Open("li", ("class", VerdictText.Tone(row.Verdict)));
            html.Element("strong", $"{row.Program} on {row.Kernel.Id}, {StageText.Of(stage.Stage)}: ").Text(stage.Text).Close("li");
        }

        html.Close("ul");
    }
}
