using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Corewright.Build.Bench.Comparison;

/// <summary>The table of loaders for people: medians only.</summary>
internal static class LoaderTableText
{
    /// <summary>As lines for a terminal.</summary>
    internal static IEnumerable<string> Lines(LoaderTable table)
    {
        string[][] cells = [.. Cells(table)];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length))];
        yield return $"Loaders on {table.Kernel}:";
        foreach (string[] row in cells)
            yield return string.Join("  ", row.Select((cell, i) => i == 0 || i == row.Length - 1 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd();
    }

    /// <summary>As Markdown.</summary>
    internal static string Markdown(LoaderTable table)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n## Loaders\n\nOn {table.Kernel}, taking turns; medians.\n\n");
        bool heading = true;
        foreach (string[] row in Cells(table))
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            if (heading)
                text.Append("|---").Insert(text.Length, "|--:", table.Loaders.Count).Append("|---|\n");
            heading = false;
        }

        return text.ToString();
    }

    private static IEnumerable<string[]> Cells(LoaderTable table)
    {
        yield return ["what", .. table.Loaders, "goal"];
        foreach (ComparisonRow row in table.Rows)
        {
            var values = Enumerable.Range(0, table.Loaders.Count).Select(loader => $"{Goals.Text(row.Median(loader))} {row.Unit}");
            yield return [row.What, .. values, row.Met switch { true => $"met: {row.Goal}", false => $"missed: {row.Goal}", null => "" }];
        }
    }
}
