using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace Corewright.Build.Reports;

/// <summary>The end of <c>./build.sh</c>: program × architecture × kernel with verdict, milliseconds and sizes.</summary>
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
            console.Write(Table(report));
            return;
        }

        foreach (string line in Lines(report)) console.Profile.Out.Writer.WriteLine(line);
    }

    /// <summary>The plain lines: a heading, then one per program and kernel, then the outcome's sentence.</summary>
    public static IReadOnlyList<string> Lines(BuildReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<string[]> table = [Headings, .. report.Rows().Select(r => Fields(r, symbols: false))];
        int[] widths = [.. Enumerable.Range(0, Headings.Length).Select(i => table.Max(r => r[i].Length))];
        return
        [
            .. table.Select(row => string.Join("  ", row.Select((text, i) =>
                i >= FirstNumber ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd()),
            ReportOutcome.Of(report).Sentence,
        ];
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
