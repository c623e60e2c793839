using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Corewright.Tests.Fuzz;

/// <summary>Collects what each reader did; a long run writes it to <c>artifacts/fuzz/report.md</c>.</summary>
public sealed class FuzzReport : IDisposable
{
    private readonly List<(FuzzTarget Target, FuzzOutcome Outcome)> _rows = [];

    /// <summary>Where failing inputs and the report go.</summary>
    internal static string Folder => Path.Combine(RepositoryRoot.Path, "artifacts", "fuzz");

    /// <summary>A number from the environment, where the Fuzz task puts it.</summary>
    internal static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value : otherwise;

    internal void Add(FuzzTarget target, FuzzOutcome outcome) => _rows.Add((target, outcome));

    public void Dispose()
    {
        if (_rows.Count == 0)
            return;
        var lines = new List<string>
        {
            "| reader | inputs | taken | failures | seconds | slowest, ms | most allocated, KiB |",
            "|---|--:|--:|--:|--:|--:|--:|",
        };
        foreach ((FuzzTarget target, FuzzOutcome outcome) in _rows.OrderBy(row => row.Target.Name, StringComparer.Ordinal))
            lines.Add(Row(target.Name, outcome.Inputs, outcome.Accepted, outcome.Failure is null ? 0 : 1, outcome.Elapsed, outcome.Slowest, outcome.MostAllocated));
        lines.Add(Row(
            "all", _rows.Sum(r => r.Outcome.Inputs), _rows.Sum(r => r.Outcome.Accepted), _rows.Count(r => r.Outcome.Failure is not null),
            TimeSpan.FromTicks(_rows.Sum(r => r.Outcome.Elapsed.Ticks)), _rows.Max(r => r.Outcome.Slowest), _rows.Max(r => r.Outcome.MostAllocated)));
        Directory.CreateDirectory(Folder);
        File.WriteAllLines(Path.Combine(Folder, "report.md"), lines);
    }

    private static string Row(string name, long inputs, long taken, int failures, TimeSpan elapsed, TimeSpan slowest, long most) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {inputs} | {taken} | {failures} | {elapsed.TotalSeconds:F1} | {slowest.TotalMilliseconds:F1} | {(most + 1023) >> 10} |");
}
