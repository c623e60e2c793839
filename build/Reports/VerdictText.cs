using Corewright.Build.Matrix;

namespace Corewright.Build.Reports;

/// <summary>How a verdict is written. Never by colour alone: a symbol and words go with it.</summary>
internal static class VerdictText
{
    /// <summary>The stable name in <c>report.json</c>: part of its schema.</summary>
    internal static string Code(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.RelocationFailed => "relocation_failed",
        Verdict.LibbpfRefused => "libbpf_refused",
        Verdict.VerifierRefused => "verifier_refused",
        Verdict.LoaderFailed => "loader_failed",
        Verdict.ResolversDisagree => "resolvers_disagree",
        Verdict.EventsWrong => "events_wrong",
        Verdict.Infrastructure => "infrastructure",
        _ => "not_run",
    };

    /// <summary>For people.</summary>
    internal static string Words(Verdict? verdict) => Code(verdict).Replace('_', ' ');

    /// <summary>For people, where there is room for one word.</summary>
    internal static string Word(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Infrastructure => "error",
        null => "–",
        _ => "FAIL",
    };

    /// <summary>One character that survives without colour.</summary>
    internal static string Symbol(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => "✓",
        Verdict.Infrastructure => "!",
        null => "–",
        _ => "✗",
    };

    /// <summary>The stylesheet's and the terminal's group: <c>pass</c>, <c>fail</c>, <c>infra</c>, <c>none</c>.</summary>
    internal static string Tone(Verdict? verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Infrastructure => "infra",
        null => "none",
        _ => "fail",
    };
}

/// <summary>How a stage is written.</summary>
internal static class StageText
{
    /// <summary>The stage's name in reports, lower case.</summary>
    internal static string Of(Stage stage) => stage switch
    {
        Stage.Offline => "offline",
        Stage.Libbpf => "libbpf",
        Stage.Loader => "loader",
        Stage.Resolvers => "resolvers",
        _ => "events",
    };

    /// <summary>The status's stable name in <c>report.json</c>.</summary>
    internal static string Of(StageStatus status) => status switch
    {
        StageStatus.Passed => "passed",
        StageStatus.Failed => "failed",
        StageStatus.Error => "error",
        _ => "not_run",
    };

    /// <summary>One character that survives without colour.</summary>
    internal static string Symbol(StageStatus status) => status switch
    {
        StageStatus.Passed => "✓",
        StageStatus.Failed => "✗",
        StageStatus.Error => "!",
        _ => "–",
    };
}
