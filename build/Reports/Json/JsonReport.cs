using System;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Corewright.Build.Reports.Json;

/// <summary>Writes <c>report.json</c>.</summary>
internal static class JsonReport
{
    /// <summary>The file's bytes: UTF-8, indented, ending in a line feed.</summary>
    internal static byte[] Write(BuildReport report)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(Document(report), ReportJsonContext.Default.ReportDocument);
        return [.. json, (byte)'\n'];
    }

    private static ReportDocument Document(BuildReport report) => new(
        ReportDocument.CurrentSchema, report.Version, report.Commit,
        report.SourceDate.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        report.Matrix, ReportOutcome.Of(report).Succeeded,
        [.. report.Objects.Select(o => new ObjectDocument(o.Program, Path.GetFileName(o.Path), o.SizeBytes, o.Sha256))],
        [.. report.Loaders.Select(l => new LoaderDocument(
            l.Program, l.Architecture, Path.GetFileName(l.Path), l.SizeBytes, l.PayloadBytes, l.Sha256))],
        [.. report.Packages.Select(p => new PackageDocument(
            p.Program, p.Architecture, p.Format, Path.GetFileName(p.Path), p.SizeBytes, p.Sha256))],
        [.. report.Kernels.Select(k => new KernelDocument(
            k.Id, k.Architecture, k.Version, k.Suite, k.Release, k.HasOwnBtf ? "kernel" : "loader", k.Digest))],
        [.. report.Objects.SelectMany(o => Cells(report, o.Program))],
        [.. report.Tools.Select(t => new ToolDocument(t.Name, t.Digest))],
        [.. report.Stages.Select(s => new TimingDocument(s.Name, Milliseconds(s.Duration)))]);

    private static CellDocument[] Cells(BuildReport report, string program)
    {
        RelocationGrid grid = RelocationGrid.Of(report, program);
        ReportRow[] rows = [.. report.Rows().Where(r => r.Program == program)];
        return [.. rows.Select((row, column) => Cell(row, grid, column))];
    }

    private static CellDocument Cell(ReportRow row, RelocationGrid grid, int column) => new(
        row.Program, row.Kernel.Id, VerdictText.Code(row.Verdict), row.Cell?.Detail ?? row.Offline?.Failure ?? "",
        Milliseconds(row.Offline?.Duration), Milliseconds(row.Cell?.Duration), row.Cell?.Release,
        row.Cell?.FromCache, row.Cell?.Attempts,
        [.. row.Stages.Select(s => new StageDocument(StageText.Of(s.Stage), StageText.Of(s.Status), s.Text))],
        [.. grid.Rows.Select(r => Relocation(r, r.Cells[column]))],
        [.. (row.Cell?.Events ?? []).Select(e => new EventFieldDocument(e.Event, e.Field, e.Expected, e.Found, e.Matches))],
        [.. (row.Cell?.Evidence ?? ImmutableDictionary<string, string>.Empty)
            .OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new EvidenceDocument(e.Key, e.Value))]);

    private static RelocationDocument Relocation(RelocationRow row, RelocationCell cell) => new(
        row.Relocation.Program, row.Relocation.Index, row.Relocation.Instruction, row.Relocation.Kind, row.Relocation.Target,
        !cell.Disagrees, Value(cell.Offline), Value(cell.Libbpf), Value(cell.Loader));

    private static string? Value(ResolverAnswer answer) => answer.Asked ? answer.Text : null;

    private static double? Milliseconds(TimeSpan? duration) => duration is { } d ? Milliseconds(d) : null;

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
