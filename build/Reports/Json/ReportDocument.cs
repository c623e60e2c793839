using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Corewright.Build.Reports.Json;

// The shape of artifacts/report/report.json. It is a contract of its own: renaming a record of another room must not
// change it. Within one major schema version fields are only ever added. Names are snake_case; digests lower-case hex;
// durations milliseconds; relocation values decimal strings, since JSON numbers end at 2^53.

internal sealed record ReportDocument(
    string Schema, string Version, string Commit, string SourceDate, string Matrix, bool Succeeded,
    IReadOnlyList<ObjectDocument> Objects, IReadOnlyList<LoaderDocument> Loaders, IReadOnlyList<PackageDocument> Packages,
    IReadOnlyList<KernelDocument> Kernels, IReadOnlyList<CellDocument> Results,
    IReadOnlyList<ToolDocument> Tools, IReadOnlyList<TimingDocument> Timings)
{
    /// <summary>The schema's name and major version.</summary>
    internal const string CurrentSchema = "corewright.report/1";
}

internal sealed record ObjectDocument(string Program, string File, long SizeBytes, string Sha256);

internal sealed record LoaderDocument(
    string Program, string Architecture, string File, long SizeBytes, long PayloadBytes, string Sha256);

internal sealed record PackageDocument(
    string Program, string Architecture, string Format, string File, long SizeBytes, string Sha256);

internal sealed record KernelDocument(
    string Id, string Architecture, string Version, string Suite, string Release, string BtfSource, string Digest);

internal sealed record CellDocument(
    string Program, string Kernel, string Verdict, string Detail, double? OfflineMilliseconds, double? GuestMilliseconds,
    string? GuestRelease, bool? FromCache, int? Attempts, IReadOnlyList<StageDocument> Stages,
    IReadOnlyList<RelocationDocument> Relocations, IReadOnlyList<EventFieldDocument> Events,
    IReadOnlyList<EvidenceDocument> Evidence);

internal sealed record StageDocument(string Stage, string Status, string Text);

/// <summary>Each of the last three is a decimal value, <c>poisoned</c>, <c>no record</c>, or null where it was not asked.</summary>
internal sealed record RelocationDocument(
    string Program, int Index, int Instruction, string Kind, string Target, bool Agree,
    string? Offline, string? Libbpf, string? Loader);

internal sealed record EventFieldDocument(string Event, string Field, string Expected, string Found, bool Matches);

internal sealed record EvidenceDocument(string Name, string Text);

internal sealed record ToolDocument(string Name, string Digest);

internal sealed record TimingDocument(string Name, double Milliseconds);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
