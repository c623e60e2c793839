using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Corewright.Build.Reports.Html;

/// <summary>What was made, from what, and how long it took.</summary>
internal static class ArtifactSection
{
    /// <summary>Writes it.</summary>
    internal static void Write(HtmlWriter html, BuildReport report)
    {
        html.Open("section", ("aria-labelledby", "artifacts")).Element("h2", "Artifacts", ("id", "artifacts"));
        Table(html, "Files", ["file", "kind", "size", "SHA-256"],
        [
            .. report.Objects.Select(o => (string[])[Path.GetFileName(o.Path), "eBPF object", Amount.Bytes(o.SizeBytes), o.Sha256]),
            .. report.Loaders.Select(l => (string[])
                [Path.GetFileName(l.Path), $"loader, {l.Architecture}", Amount.Bytes(l.SizeBytes), l.Sha256]),
            .. report.Packages.Select(p => (string[])
                [Path.GetFileName(p.Path), $"{p.Format}, {p.Architecture}", Amount.Bytes(p.SizeBytes), p.Sha256]),
        ]);
        Table(html, "Kernels", ["kernel", "release", "suite", "BTF from", "content"],
            [.. report.Kernels.Select(k => (string[])
                [k.Id, k.Release, k.Suite, k.HasOwnBtf ? "the kernel" : "its debug package, brought by the loader", k.Digest])]);
        Table(html, "Tools", ["package set", "content"], [.. report.Tools.Select(t => (string[])[t.Name, t.Digest])]);
        Table(html, "Time", ["part", "duration"], [.. report.Stages.Select(s => (string[])
            [s.Name, string.Create(CultureInfo.InvariantCulture, $"{s.Duration.TotalSeconds:0.00} s")])]);
        html.Close("section");
    }

    private static void Table(HtmlWriter html, string caption, string[] headings, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return;
        ColumnHeadings.Frame(html, caption);
        html.Open("table", ("class", "list")).Element("caption", caption).Open("thead").Open("tr");
        foreach (string heading in headings) html.Element("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (string[] row in rows)
        {
            html.Open("tr").Element("th", row[0], ("scope", "row"));
            for (int i = 1; i < row.Length; i++)
            {
                bool digest = headings[i] is "SHA-256" or "content";
                html.Element("td", row[i], ("class", digest ? "digest" : headings[i] is "size" or "duration" ? "number" : null));
            }

            html.Close("tr");
        }

        html.Close("tbody").Close("table").Close("div");
    }
}
