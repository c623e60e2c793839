using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Reports.Html;

/// <summary>What every CO-RE relocation came to on every kernel, from up to three resolvers.</summary>
internal static class RelocationSection
{
    /// <summary>Writes it; nothing where no relocation was resolved.</summary>
    internal static void Write(HtmlWriter html, BuildReport report)
    {
        RelocationGrid[] grids = [.. report.Objects.Select(o => RelocationGrid.Of(report, o.Program)).Where(g => g.Rows.Count > 0)];
        if (grids.Length == 0) return;
        html.Open("section", ("aria-labelledby", "relocations")).Element("h2", "Relocations", ("id", "relocations"));
        html.Element("p", "The value that each relocation puts into its instruction. One number: the offline engine, libbpf and the loader "
            + "agree on it (a small digit: only so many of them were asked). A shade stands for a value that differs from the row's "
            + "first; “≠” means that they disagree, and shows what each of them said.", ("class", "lead"));
        foreach (RelocationGrid grid in grids) Grid(html, report, grid);
        html.Close("section");
    }

    private static void Grid(HtmlWriter html, BuildReport report, RelocationGrid grid)
    {
        bool disagreement = grid.Rows.Any(r => r.Cells.Any(c => c.Disagrees));
        bool folded = Folding.Open(html, report, grid.Program, $"{Number(grid.Rows.Count)} relocations", disagreement);
        ColumnHeadings.Frame(html, "Relocations of " + grid.Program);
        html.Open("table", ("class", "relocations"));
        html.Element("caption", grid.Program);
        ColumnHeadings.Write(html, grid.Kernels, "relocation", "kind", "values");
        foreach (IGrouping<string, RelocationRow> program in grid.Rows.GroupBy(r => r.Relocation.Program))
        {
            html.Open("tbody").Open("tr", ("class", "subhead"));
            html.Element("th", program.Key, ("scope", "rowgroup"), ("colspan", Number(grid.Kernels.Count + 3)));
            html.Close("tr");
            foreach (RelocationRow row in program) Row(html, row, grid.Kernels);
            html.Close("tbody");
        }

        html.Close("table").Close("div");
        if (folded) html.Close("details");
    }

    private static void Row(HtmlWriter html, RelocationRow row, IReadOnlyList<ReportedKernel> kernels)
    {
        html.Open("tr").Open("th", ("scope", "row"));
        html.Element("code", row.Relocation.Target);
        html.Element("small", $" #{Number(row.Relocation.Index)}, insn {Number(row.Relocation.Instruction)}").Close("th");
        html.Open("td").Element("code", row.Relocation.Kind).Close("td");
        html.Element("td", row.Varies ? Number(row.DistinctValues.Count) : "same", ("class", row.Varies ? "varies" : "same"));
        for (int i = 0; i < row.Cells.Count; i++) Cell(html, row, row.Cells[i], ColumnHeadings.StartsGroup(kernels, i));
        html.Close("tr");
    }

    private static void Cell(HtmlWriter html, RelocationRow row, RelocationCell cell, bool startsGroup)
    {
        (string Resolver, ResolverAnswer Answer)[] asked = [.. cell.Answers.Where(a => a.Answer.Asked)];
        string group = startsGroup ? " group" : "";
        if (asked.Length == 0)
        {
            html.Element("td", "–", ("class", "value none" + group), ("title", "not asked"));
            return;
        }

        if (cell.Disagrees)
        {
            html.Open("td", ("class", "value disagree" + group)).Element("strong", "≠ ");
            foreach ((string resolver, ResolverAnswer answer) in asked)
                html.Element("span", $"{resolver} {answer.Text}", ("class", "resolver"));
            html.Close("td");
            return;
        }

        string text = asked[0].Answer.Text;
        int shade = 0;
        while (shade < row.DistinctValues.Count && row.DistinctValues[shade] != text) shade++;
        // Five shades, again and again; none for the row's first value.
        shade = shade == 0 ? 0 : 1 + ((shade - 1) % 5);
        html.Open("td", ("class", $"value shade{Number(shade)}{group}"),
            ("title", string.Join(", ", asked.Select(a => $"{a.Resolver} {a.Answer.Text}"))));
        html.Text(text);
        if (asked.Length < 3) html.Element("small", Number(asked.Length), ("class", "count"));
        html.Close("td");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
