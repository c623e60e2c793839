using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix.Programs;

namespace Corewright.Build.Matrix;

/// <summary>
/// Turns a guest's answer into the verdict on one program. Decides by exit codes, error numbers, stages and records; logs are kept as evidence
/// and never looked at.
/// </summary>
/// <param name="kernel">What booted.</param>
/// <param name="pointerSize">Bytes of a kernel pointer.</param>
/// <param name="offline">The program, and what the offline engine said of it.</param>
internal sealed class MatrixJudge(PreparedKernel kernel, int pointerSize, OfflineResult offline)
{
    // The loader's exit code for a kernel that lacks something: part of its documented interface, see ExitCode.KernelTooOld.
    private const string LacksSomething = "5";

    private readonly string _loading = MatrixJob.Loading(offline.Program), _checking = MatrixJob.Checking(offline.Program);
    private readonly string _running = MatrixJob.Running(offline.Program);
    private readonly ProgramProof _proof = ProgramProofs.Of(offline.Program);
    private readonly List<string> _reasons = [];
    private Verdict _verdict = Verdict.Pass;
    private IReadOnlyList<RelocationOutcome> _libbpf = [], _loader = [];
    private IReadOnlyList<EventField> _events = [];

    /// <summary>Judges an answer.</summary>
    public MatrixCell Judge(GuestOutcome outcome)
    {
        var evidence = new Dictionary<string, string> { ["console"] = outcome.Console };
        TimeSpan duration = outcome.Duration;
        if (outcome is GuestOutcome.Complete complete)
        {
            GuestStepResult loading = complete.Steps[_loading], checking = complete.Steps[_checking], running = complete.Steps[_running];
            foreach ((string name, GuestStepResult step) in (IEnumerable<(string, GuestStepResult)>)[("bpftool", loading), ("checking", checking), ("running", running)])
                evidence[name] = step.Output + step.Error;
            evidence["events"] = TextOf(complete, _running + ".out");
            evidence["attached"] = TextOf(complete, _running + ".err");
            duration = loading.Duration + checking.Duration + running.Duration;
            Judge(complete);
        }
        else
        {
            Find(Verdict.Infrastructure, ((GuestOutcome.Infrastructure)outcome).Reason);
        }
        string release = (outcome as GuestOutcome.Complete)?.Release ?? kernel.Release;
        return new MatrixCell(
            offline.Program, kernel.Kernel.Id, kernel.Kernel.Architecture, release, _verdict, string.Join("; ", _reasons), duration,
            outcome is GuestOutcome.Complete { FromCache: true }, outcome.Attempts,
            offline.Relocations, _libbpf, _loader, _events, evidence);
    }

    // In the order of what leads to what: the first finding is the verdict, the later ones are told as well.
    private void Judge(GuestOutcome.Complete answer)
    {
        GuestStepResult loading = answer.Steps[_loading], checking = answer.Steps[_checking];
        if (offline.Failure is not null)
            Find(Verdict.RelocationFailed, $"offline: {offline.Failure}");
        if (loading.ExitCode != 0)
            Find(Verdict.LibbpfRefused, loading.TimedOut ? "bpftool did not end in time" : $"bpftool ended with {loading.ExitCode}");
        LoaderReport? report = JudgeLoader(checking);
        if (Read("libbpf's records", () => LibbpfLog.Parse(loading.Error), Verdict.LibbpfRefused) is { } libbpf)
            _libbpf = libbpf;
        if (report is not null)
            _loader = report.Relocations;
        if (loading.ExitCode == 0 && report is { ErrorCode: null })
        {
            foreach (string difference in ResolverComparison.Differences(offline.Relocations, _libbpf, _loader))
                Find(Verdict.ResolversDisagree, difference);
            JudgeEvents(answer);
        }
    }

    private LoaderReport? JudgeLoader(GuestStepResult checking)
    {
        if (checking.TimedOut)
        {
            Find(Verdict.LoaderFailed, "the loader's check did not end in time");
            return null;
        }
        if (Read("the loader's report", () => LoaderReport.Parse(checking.StandardOutput), Verdict.LoaderFailed) is not { } report)
        {
            Find(Verdict.LoaderFailed, $"the loader ended with {checking.ExitCode}: {checking.Error.Trim()}");
            return null;
        }
        foreach (LoaderProgram program in report.Programs.Where(p => !p.Loaded))
            Find(Verdict.VerifierRefused, $"the verifier refuses '{program.Name}' with errno {program.Errno}");
        if (report.ErrorCode is { } code)
            Find(Verdict.LoaderFailed, $"the loader's check failed ({code}): {report.Message}");
        else if (report.Programs.Count == 0)
            Find(Verdict.LoaderFailed, "the loader's report lists no program");
        if (checking.ExitCode != report.Exit)
            Find(Verdict.LoaderFailed, $"the loader's check ended with {checking.ExitCode}, but announced {report.Exit}");
        bool embedded = report.Btf.StartsWith("embedded:", StringComparison.Ordinal);
        if (report.ErrorCode is null && embedded == kernel.HasOwnBtf)
            Find(Verdict.LoaderFailed, $"the loader took its types from '{report.Btf}'");
        return report;
    }

    private void JudgeEvents(GuestOutcome.Complete answer)
    {
        GuestStepResult running = answer.Steps[_running];
        string loaderExit = TextOf(answer, _running + ".code").Trim();
        if (_proof.Refusals.TryGetValue(kernel.Kernel.Architecture, out string? refusal))
        {
            JudgeRefusal(refusal, loaderExit, TextOf(answer, _running + ".err").Trim());
            return;
        }
        if (running.ExitCode != 0 || loaderExit != "0")
        {
            Find(Verdict.LoaderFailed, running.TimedOut
                ? "the attached loader did not end in time"
                : $"the attached loader ended with '{loaderExit}' ({running.Error.Trim()} {TextOf(answer, _running + ".err").Trim()})");
            return;
        }
        _events = Read("the events", () => _proof.Compare(
            LoaderEvent.ParseAll(TextOf(answer, _running + ".out")), name => TextOf(answer, name), pointerSize), Verdict.EventsWrong) ?? [];
        foreach (EventField field in _events.Where(f => !f.Matches))
            Find(Verdict.EventsWrong, $"{field.Event}: {field.Field} is {field.Found}, not {field.Expected}");
    }

    private void JudgeRefusal(string expected, string loaderExit, string said)
    {
        bool right = loaderExit == LacksSomething && said.Contains(expected, StringComparison.Ordinal) && !said.Contains('\n', StringComparison.Ordinal);
        _events = [new EventField("output", "refusal", expected, said, right)];
        if (!right)
            Find(Verdict.LoaderFailed, $"the loader was to refuse with '{expected}', and ended with '{loaderExit}' ({said})");
    }

    private T? Read<T>(string what, Func<T> read, Verdict failure)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            Find(failure, $"{what}: {e.Message}");
            return null;
        }
    }

    private void Find(Verdict verdict, string reason)
    {
        if (_verdict == Verdict.Pass)
            _verdict = verdict;
        _reasons.Add(reason);
    }

    private static string TextOf(GuestOutcome.Complete answer, string name) =>
        answer.Files.TryGetValue(name, out byte[]? content) ? Encoding.UTF8.GetString(content) : "";
}
