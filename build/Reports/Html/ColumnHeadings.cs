using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Reports.Html;

/// <summary>The head of every table whose columns are kernels: architectures above, versions below.</summary>
internal static class ColumnHeadings
{
    /// <summary>Kernels that stand side by side and share an architecture.</summary>
    internal static IEnumerable<(string Architecture, ReportedKernel[] Kernels)> Groups(IReadOnlyList<ReportedKernel> kernels)
    {
        for (int start = 0; start < kernels.Count;)
        {
            string architecture = kernels[start].Architecture;
            ReportedKernel[] group = [.. kernels.Skip(start).TakeWhile(k => k.Architecture == architecture)];
            yield return (architecture, group);
            start += group.Length;
        }
    }

    /// <summary>Whether a column is the first of its architecture (but not of the table), for a rule between groups.</summary>
    internal static bool StartsGroup(IReadOnlyList<ReportedKernel> kernels, int column) =>
        column > 0 && kernels[column - 1].Architecture != kernels[column].Architecture;

    /// <summary>Writes both rows. <paramref name="leading"/> are the headings of the columns before the first kernel.</summary>
    internal static void Write(HtmlWriter html, IReadOnlyList<ReportedKernel> kernels, params string[] leading)
    {
        html.Open("thead").Open("tr");
        foreach (string heading in leading) html.Element("th", heading, ("scope", "col"), ("rowspan", "2"));
        bool first = true;
        foreach ((string architecture, ReportedKernel[] group) in Groups(kernels))
        {
            html.Element("th", architecture, ("scope", "colgroup"), ("colspan", Number(group.Length)),
                ("class", first ? "arch" : "arch group"));
            first = false;
        }

        html.Close("tr").Open("tr");
        for (int i = 0; i < kernels.Count; i++)
        {
            html.Element("th", kernels[i].Version, ("scope", "col"), ("title", kernels[i].Release),
                ("class", StartsGroup(kernels, i) ? "kernel group" : "kernel"));
        }

        html.Close("tr").Close("thead");
    }

    /// <summary>A scrolling frame for a wide table that the keyboard reaches.</summary>
    internal static void Frame(HtmlWriter html, string label) =>
        html.Open("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", label));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
