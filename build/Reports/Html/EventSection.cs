using System.Linq;
using Corewright.Build.Matrix;

namespace Corewright.Build.Reports.Html;

/// <summary>The fields of the events against what the known process really was.</summary>
internal static class EventSection
{
    /// <summary>Writes it; nothing where no event was compared.</summary>
    internal static void Write(HtmlWriter html, BuildReport report)
    {
        if (!report.Cells.Any(c => c.Events.Count > 0)) return;
        html.Open("section", ("aria-labelledby", "events")).Element("h2", "Events", ("id", "events"));
        html.Element("p", "The loader ran attached while something known happened. Each field is what its output said; “✗” shows what was "
            + "expected instead.", ("class", "lead"));
        foreach (string program in report.Objects.Select(o => o.Program)) Program(html, report, program);
        html.Close("section");
    }

    private static void Program(HtmlWriter html, BuildReport report, string program)
    {
        MatrixCell?[] cells = [.. report.Kernels.Select(k => report.Cells.FirstOrDefault(c => c.Program == program && c.KernelId == k.Id))];
        (string Event, string Field)[] fields =
            [.. cells.SelectMany(c => c?.Events ?? []).Select(e => (e.Event, e.Field)).Distinct()];
        if (fields.Length == 0) return;
        bool folded = Folding.Open(html, report, program, $"{fields.Length} fields", cells.Any(c => c?.Events.Any(e => !e.Matches) == true));
        ColumnHeadings.Frame(html, "Events of " + program);
        html.Open("table", ("class", "events")).Element("caption", program);
        ColumnHeadings.Write(html, report.Kernels, "field");
        foreach (var group in fields.GroupBy(f => f.Event))
        {
            html.Open("tbody").Open("tr", ("class", "subhead"));
            html.Element("th", group.Key, ("scope", "rowgroup"), ("colspan", $"{report.Kernels.Count + 1}")).Close("tr");
            foreach ((string name, string field) in group)
            {
                html.Open("tr").Open("th", ("scope", "row")).Element("code", field).Close("th");
                for (int i = 0; i < cells.Length; i++)
                {
                    EventField? found = cells[i]?.Events.FirstOrDefault(e => e.Event == name && e.Field == field);
                    Cell(html, found, ColumnHeadings.StartsGroup(report.Kernels, i) ? " group" : "");
                }

                html.Close("tr");
            }

            html.Close("tbody");
        }

        html.Close("table").Close("div");
        if (folded) html.Close("details");
    }

    private static void Cell(HtmlWriter html, EventField? field, string group)
    {
        if (field is null)
        {
            html.Element("td", "–", ("class", "value none" + group));
            return;
        }

        html.Open("td", ("class", (field.Matches ? "value right" : "value disagree") + group));
        html.Text((field.Matches ? "✓ " : "✗ ") + field.Found);
        if (!field.Matches) html.Element("span", "expected " + field.Expected, ("class", "resolver"));
        html.Close("td");
    }
}
