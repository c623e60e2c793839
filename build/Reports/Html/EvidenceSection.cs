using System;
using System.Linq;
using Corewright.Build.Matrix;

namespace Corewright.Build.Reports.Html;

/// <summary>The guests' logs, folded. They are for people: no verdict is read from them.</summary>
internal static class EvidenceSection
{
    /// <summary>The most characters of one log that the page holds; <c>report.json</c> has all of it.</summary>
    internal const int LongestLog = 200_000;

    /// <summary>Writes it; nothing where there are no logs.</summary>
    internal static void Write(HtmlWriter html, BuildReport report)
    {
        MatrixCell[] cells = [.. report.Rows().Select(r => r.Cell).OfType<MatrixCell>().Where(c => c.Evidence.Count > 0)];
        if (cells.Length == 0) return;
        html.Open("section", ("aria-labelledby", "evidence")).Element("h2", "Evidence", ("id", "evidence"));
        html.Element("p", "What the guests printed. Control characters are shown as pictures. Verdicts come from exit codes, error "
            + "numbers and relocation records, never from this text.", ("class", "lead"));
        foreach (IGrouping<string, MatrixCell> program in cells.GroupBy(c => c.Program))
        {
            bool folded = Folding.Open(html, report, program.Key, $"{program.Count()} kernels", program.Any(c => c.Verdict != Verdict.Pass));
            foreach (MatrixCell cell in program) Cell(html, cell);
            if (folded) html.Close("details");
        }

        html.Close("section");
    }

    private static void Cell(HtmlWriter html, MatrixCell cell)
    {
        html.Open("details", ("id", Anchor.Evidence(cell.Program, cell.KernelId)), ("class", "cell"));
        html.Open("summary").Element("span", VerdictText.Symbol(cell.Verdict), ("class", "pip " + VerdictText.Tone(cell.Verdict)));
        html.Text($" {cell.Program} on {cell.KernelId} ").Element("small", $"{cell.Release} · {VerdictText.Words(cell.Verdict)}");
        html.Close("summary");
        if (cell.Detail.Length > 0) html.Element("p", cell.Detail);
        foreach ((string name, string text) in cell.Evidence.OrderBy(e => e.Key, StringComparer.Ordinal)) Log(html, name, text);
        html.Close("details");
    }

    private static void Log(HtmlWriter html, string name, string text)
    {
        html.Open("details", ("class", "log"));
        html.Open("summary").Text(name + " ").Element("small", Amount.Bytes(text.Length)).Close("summary");
        if (text.Length > LongestLog)
        {
            html.Element("p", $"The first {text.Length - LongestLog} characters are left out here; report.json has them.");
            text = text[^LongestLog..];
        }

        html.Element("pre", text, ("tabindex", "0")).Close("details");
    }
}
