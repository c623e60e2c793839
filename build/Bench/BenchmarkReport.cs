using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Bench.Comparison;

namespace Corewright.Build.Bench;

/// <summary>What was measured, and on what.</summary>
/// <param name="Schema"><c>corewright.bench/1</c>; fields are only ever added.</param>
/// <param name="Version">The project's version.</param>
/// <param name="Commit">The commit, or an empty string.</param>
/// <param name="Processors">How many the machine has.</param>
/// <param name="Measurements">In the order in which they were taken.</param>
/// <param name="Loaders">Our loader beside others.</param>
public sealed record BenchmarkReport(
    string Schema, string Version, string Commit, int Processors, IReadOnlyList<Measurement> Measurements, LoaderTable? Loaders = null)
{
    /// <summary>The schema's current name.</summary>
    public const string CurrentSchema = "corewright.bench/1";

    /// <summary>Writes <c>bench.json</c> and <c>bench.md</c>, each whole or not at all.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, BenchmarkJsonContext.Default.BenchmarkReport);
        await Packages.AtomicFile.WriteAsync(Path.Combine(folder, "bench.json"), (byte[])[.. json, (byte)'\n'], cancellationToken);
        byte[] table = Encoding.UTF8.GetBytes(Markdown());
        await Packages.AtomicFile.WriteAsync(Path.Combine(folder, "bench.md"), table, cancellationToken);
    }

    /// <summary>The same as a table of plain lines.</summary>
    public IReadOnlyList<string> Lines()
    {
        int width = Measurements.Select(m => m.Name.Length).DefaultIfEmpty(0).Max();
        var lines = Measurements.Select(m => $"{m.Name.PadRight(width)}  {Number(m.Median),10} {m.Unit,-3}  ({Range(m)})");
        return [.. lines, .. Loaders is null ? [] : LoaderTableText.Lines(Loaders)];
    }

    private string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Benchmarks\n\nVersion {Version}{(Commit.Length == 0 ? "" : $", commit `{Commit}`")}, ");
        text.Append(CultureInfo.InvariantCulture, $"{Processors} processors. Medians; smallest and largest in brackets.\n\n");
        text.Append("| what | median | runs | note |\n|---|--:|---|---|\n");
        foreach (Measurement m in Measurements)
            text.Append(CultureInfo.InvariantCulture, $"| {m.Name} | {Number(m.Median)} {m.Unit} | {Range(m)} | {m.Note} |\n");
        if (Loaders is not null) text.Append(LoaderTableText.Markdown(Loaders));
        return text.ToString();
    }

    private static string Range(Measurement m) => m.Values.Count == 0
        ? "no run"
        : $"{Number(m.Values.Min())} to {Number(m.Values.Max())} in {m.Values.Count} runs";

    private static string Number(double value) =>
        Math.Abs(value) >= 100 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("0.00", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BenchmarkReport))]
internal sealed partial class BenchmarkJsonContext : JsonSerializerContext;
