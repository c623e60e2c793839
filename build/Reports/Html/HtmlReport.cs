using System.Globalization;
using System.IO;
using System.Linq;

namespace Corewright.Build.Reports.Html;

/// <summary>Writes <c>report.html</c>: one file that asks for nothing from outside and needs no script.</summary>
internal static class HtmlReport
{
    // Nothing may be loaded or run, whatever a guest printed.
    private const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>The page.</summary>
    internal static string Write(BuildReport report)
    {
        ReportOutcome outcome = ReportOutcome.Of(report);
        var html = new HtmlWriter();
        html.Open("html", ("lang", "en")).Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentPolicy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", $"{(outcome.Succeeded ? "✓" : "✗")} {outcome.Sentence} – Corewright");
        html.Style(Stylesheet());
        html.Close("head").Open("body");
        Header(html, report, outcome);
        html.Open("main");
        MatrixSection.Write(html, report);
        RelocationSection.Write(html, report);
        EventSection.Write(html, report);
        ArtifactSection.Write(html, report);
        EvidenceSection.Write(html, report);
        html.Close("main");
        html.Element("footer", $"Written by Corewright {report.Version}. The same data: report.json, junit.xml, summary.md.");
        html.Close("body").Close("html");
        return html.ToString();
    }

    private static void Header(HtmlWriter html, BuildReport report, ReportOutcome outcome)
    {
        html.Open("header", ("class", outcome.Succeeded ? "pass" : "fail"));
        html.Element("p", "Corewright compatibility report", ("class", "eyebrow"));
        html.Open("h1").Element("span", outcome.Succeeded ? "✓" : "✗", ("class", "mark"), ("aria-hidden", "true"));
        html.Text(" " + outcome.Sentence).Close("h1");
        string commit = report.Commit.Length == 0 ? "" : $" · commit {report.Commit[..System.Math.Min(12, report.Commit.Length)]}";
        html.Element("p", string.Create(CultureInfo.InvariantCulture,
            $"Version {report.Version}{commit} · {report.SourceDate.UtcDateTime:yyyy-MM-dd HH:mm} UTC · matrix {report.Matrix}"),
            ("class", "facts"));
        html.Open("dl", ("class", "tiles"));
        Tile(html, report.Objects.Count > 1 ? "programs on kernels" : "kernels", $"{outcome.Passed} / {outcome.Total}", "pass");
        RelocationGrid[] grids = [.. report.Objects.Select(o => RelocationGrid.Of(report, o.Program))];
        int answers = grids.Sum(g => g.Rows.Sum(r => r.Cells.Count));
        int disagreements = grids.Sum(g => g.Rows.Sum(r => r.Cells.Count(c => c.Disagrees)));
        if (answers > 0)
        {
            Tile(html, "relocations", $"{grids.Sum(g => g.Rows.Count)}",
                disagreements == 0 ? "no resolver disagrees" : $"resolvers disagree: {disagreements}");
        }

        int compared = report.Cells.Sum(c => c.Events.Count);
        if (compared > 0)
            Tile(html, "event fields", $"{report.Cells.Sum(c => c.Events.Count(e => e.Matches))} / {compared}", "as they should be");
        if (report.Objects.Count == 1) Tile(html, "object", Amount.Bytes(report.Objects[0].SizeBytes), Path.GetFileName(report.Objects[0].Path));
        else if (report.Objects.Count > 1)
            Tile(html, "largest object", Amount.Bytes(report.Objects.Max(o => o.SizeBytes)), $"of {report.Objects.Count}");
        if (report.Loaders.Count > 0)
            Tile(html, "largest loader", Amount.Bytes(report.Loaders.Max(l => l.SizeBytes)), "static, object inside");

        html.Close("dl").Close("header");
    }

    private static void Tile(HtmlWriter html, string name, string value, string note)
    {
        html.Open("div").Element("dt", name).Element("dd", value);
        html.Element("dd", note, ("class", "note")).Close("div");
    }

    private static string Stylesheet()
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("Reports/report.css")
            ?? throw new BuildException("the stylesheet is missing from the build program", "build/Reports/Html/report.css");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
