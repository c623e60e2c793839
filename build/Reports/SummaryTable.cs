using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace Corewright.Build.Reports;

/// <summary>
/// The end of <c>./build.sh</c>: one program's kernels with verdict, milliseconds and sizes; of several programs the verdicts alone, a line each.
/// </summary>
public static class SummaryTable
{
    private static readonly string[] Headings =
        ["program", "architecture", "kernel", "verdict", "guest", "offline", "object", "loader"];

    private const int FirstNumber = 4;
    private const int VerdictColumn = 3;

    /// <summary>A table on a terminal; plain aligned lines anywhere else.</summary>
    public static void Write(BuildReport report, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(report.Objects.Count > 1 ? Grid(report) : Table(report));
            foreach (string reason in report.Objects.Count > 1 ? SummaryGrid.Reasons(report) : []) console.MarkupLine(Markup.Escape(reason));
            return;
        }

        foreach (string line in Lines(report)) console.Profile.Out.Writer.WriteLine(line);
    }

    /// <summary>
    /// The plain lines: a heading, then one per kernel of a single program, or one per program of several; then the outcome's sentence.
    /// </summary>
    public static IReadOnlyList<string> Lines(BuildReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Objects.Count > 1
            ? [.. Aligned(SummaryGrid.Of(report), 1), .. SummaryGrid.Reasons(report), ReportOutcome.Of(report).Sentence]
            : [.. Aligned([Headings, .. report.Rows().Select(r => Fields(r, symbols: false))], FirstNumber), ReportOutcome.Of(report).Sentence];
    }

    private static IEnumerable<string> Aligned(IReadOnlyList<string[]> table, int firstNumber)
    {
        int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(i => table.Max(r => r[i].Length))];
        return table.Select(row => string.Join("  ", row.Select((text, i) =>
            i >= firstNumber ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd());
    }

    private static Table Table(BuildReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, Caption = new TableTitle(Markup.Escape(ReportOutcome.Of(report).Sentence)) };
        for (int i = 0; i < Headings.Length; i++)
        {
            var column = new TableColumn(Headings[i]) { NoWrap = true };
            table.AddColumn(i >= FirstNumber ? column.RightAligned() : column);
        }

        foreach (ReportRow row in report.Rows())
        {
            table.AddRow([.. Fields(row, symbols: true).Select((text, i) => i == VerdictColumn
                ? new Markup($"[{Colour(row)}]{Markup.Escape(text)}[/]")
                : new Markup(Markup.Escape(text)))]);
        }

        return table;
    }

    private static Table Grid(BuildReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, Caption = new TableTitle(Markup.Escape(ReportOutcome.Of(report).Sentence)) };
        IReadOnlyList<string[]> grid = SummaryGrid.Of(report);
        // A kernel's architecture above its version.
        foreach (string heading in grid[0]) table.AddColumn(new TableColumn(Markup.Escape(heading.Replace('-', '\n').Replace(' ', '\n'))) { NoWrap = true });
        IReadOnlyList<ReportRow> rows = report.Rows();
        foreach (string[] line in grid.Skip(1))
        {
            ReportRow[] own = [.. rows.Where(r => PrintableText.Line(r.Program) == line[0])];
            table.AddRow([.. line.Select((text, i) => i == 0 || i > own.Length
                ? new Markup(Markup.Escape(text))
                : new Markup($"[{Colour(own[i - 1])}]{Markup.Escape($"{VerdictText.Symbol(own[i - 1].Verdict)} {text}")}[/]"))]);
        }

        return table;
    }

    private static string[] Fields(ReportRow row, bool symbols) =>
    [
        PrintableText.Line(row.Program),
        PrintableText.Line(row.Kernel.Architecture),
        PrintableText.Line(row.Kernel.Version),
        (symbols ? VerdictText.Symbol(row.Verdict) + " " : "") + VerdictText.Words(row.Verdict),
        Amount.Milliseconds(row.Cell?.Duration) + (row.Cell?.FromCache == true ? " (cached)" : ""),
        Amount.Milliseconds(row.Offline?.Duration),
        Amount.Bytes(row.Object.SizeBytes),
        row.Loader is null ? "–" : Amount.Bytes(row.Loader.SizeBytes),
    ];

    private static string Colour(ReportRow row) => VerdictText.Tone(row.Verdict) switch
    {
        "pass" => "green",
        "fail" => "red",
        "infra" => "yellow",
        _ => "grey",
    };
}
