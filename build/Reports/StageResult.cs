using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Matrix;

namespace Corewright.Build.Reports;

/// <summary>What one stage of one cell came to. The stages are ordered: the first that fails is the cell's verdict.</summary>
/// <param name="Stage">Which one.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Text">Why, for anything but <see cref="StageStatus.Passed"/>; empty otherwise.</param>
public sealed record StageResult(Stage Stage, StageStatus Status, string Text)
{
    private static readonly Stage[] All = [Stage.Offline, Stage.Libbpf, Stage.Loader, Stage.Resolvers, Stage.Events];

    /// <summary>All stages of a row, in order.</summary>
    public static IReadOnlyList<StageResult> Of(ReportRow row) => [.. All.Select(stage => One(row, stage))];

    private static StageResult One(ReportRow row, Stage stage)
    {
        if (stage == Stage.Offline) return Offline(row);
        if (row.Cell is not { } cell) return new(stage, StageStatus.NotRun, row.GuestAsked ? "no guest ran" : "no guest was asked for");
        if (cell.Verdict == Verdict.Infrastructure) return new(stage, StageStatus.Error, cell.Detail);

        Stage? failed = FailedStage(cell.Verdict);
        if (failed == stage) return new(stage, StageStatus.Failed, cell.Detail);
        if (failed < stage) return new(stage, StageStatus.NotRun, $"the {StageText.Of(failed.Value)} stage failed before it");
        return stage switch
        {
            Stage.Libbpf when cell.Libbpf.Count == 0 && cell.Offline.Count > 0 => new(stage, StageStatus.NotRun, "libbpf gave no relocation records"),
            Stage.Events when cell.Events.Count == 0 => new(stage, StageStatus.NotRun, "no event was compared"),
            _ => new(stage, StageStatus.Passed, ""),
        };
    }

    private static StageResult Offline(ReportRow row)
    {
        if (row.Offline?.Failure is { } failure) return new(Stage.Offline, StageStatus.Failed, failure);
        if (row.Cell?.Verdict == Verdict.RelocationFailed) return new(Stage.Offline, StageStatus.Failed, row.Cell.Detail);
        return row.Offline is null && row.Cell is not { Offline.Count: > 0 }
            ? new(Stage.Offline, StageStatus.NotRun, "not checked")
            : new(Stage.Offline, StageStatus.Passed, "");
    }

    private static Stage? FailedStage(Verdict verdict) => verdict switch
    {
        Verdict.RelocationFailed => Stage.Offline,
        Verdict.LibbpfRefused => Stage.Libbpf,
        Verdict.VerifierRefused or Verdict.LoaderFailed => Stage.Loader,
        Verdict.ResolversDisagree => Stage.Resolvers,
        Verdict.EventsWrong => Stage.Events,
        _ => null,
    };
}

/// <summary>The stages of a cell, in the order in which they run.</summary>
public enum Stage
{
    /// <summary>Our engine against the kernel's BTF, without booting.</summary>
    Offline,

    /// <summary><c>bpftool prog loadall</c> in the guest.</summary>
    Libbpf,

    /// <summary>Our loader's <c>check</c> in the guest.</summary>
    Loader,

    /// <summary>Whether the three resolvers put in the same values.</summary>
    Resolvers,

    /// <summary>Our loader attached, and its events against a known process.</summary>
    Events,
}

/// <summary>What a stage can come to.</summary>
public enum StageStatus
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not as it should be, and the program's or kernel's doing.</summary>
    Failed,

    /// <summary>The guest gave no complete answer.</summary>
    Error,

    /// <summary>Not asked for, or not reached.</summary>
    NotRun,
}
