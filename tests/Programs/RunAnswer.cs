using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Corewright.Build.Guests;
using Corewright.Build.Plan;

namespace Corewright.Tests.Programs;

/// <summary>What came out of one run, for <see cref="ProgramRun.Proves"/>.</summary>
internal sealed class RunAnswer
{
    private readonly GuestOutcome.Complete _guest;
    private readonly GuestStepResult _workload;

    /// <summary>Reads it.</summary>
    /// <param name="guest">What the guest sent.</param>
    /// <param name="step">The run's step.</param>
    /// <param name="kernel">The kernel that it ran on.</param>
    public RunAnswer(GuestOutcome.Complete guest, string step, Kernel kernel)
    {
        _guest = guest;
        _workload = guest.Steps[step];
        Kernel = kernel;
        Output = File(step + ".out");
        Error = File(step + ".err");
        ExitCode = int.TryParse(File(step + ".code"), out int code) ? code : null;
    }

    /// <summary>The kernel that it ran on.</summary>
    public Kernel Kernel { get; }

    /// <summary>The loader's standard output.</summary>
    public string Output { get; }

    /// <summary>The loader's standard output, line by line.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The loader's standard error.</summary>
    public string Error { get; }

    /// <summary>How the loader ended; null where that is not known.</summary>
    public int? ExitCode { get; }

    /// <summary>What the workload wrote on standard output.</summary>
    public string WorkloadOutput => _workload.Output;

    /// <summary>How the workload ended.</summary>
    public int WorkloadExit => _workload.ExitCode;

    /// <summary>Every line of the loader's JSON, in order.</summary>
    /// <exception cref="InvalidOperationException">A line is no object with an <c>event</c>.</exception>
    public IReadOnlyList<JsonElement> Events => field ??= [.. Lines.Select(Parse)];

    /// <summary>The events of a kind.</summary>
    public IReadOnlyList<JsonElement> EventsOf(string kind) => [.. Events.Where(e => e.GetProperty("event").GetString() == kind)];

    /// <summary>A file that was left in <c>$RESULTS</c>; empty where there is none.</summary>
    public string File(string name) => _guest.Files.TryGetValue(name, out byte[]? content) ? Encoding.UTF8.GetString(content) : "";

    /// <summary>All of it, for people.</summary>
    public string Said => new StringBuilder()
        .Append("the workload ended with ").Append(_workload.ExitCode).Append(_workload.TimedOut ? " (killed after its time)" : "")
        .Append(" in ").Append(_workload.Duration).Append(" and said:\n").Append(_workload.Output).Append(_workload.Error)
        .Append("the loader ended with ").Append(ExitCode).Append(" and said:\n").Append(Error).Append(Output).ToString();

    private static JsonElement Parse(string line)
    {
        try
        {
            JsonElement parsed = JsonDocument.Parse(line).RootElement;
            return parsed.TryGetProperty("event", out JsonElement name) && name.GetString() is { Length: > 0 }
                ? parsed : throw new InvalidOperationException($"a line names no event: {line}");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"a line is not JSON ({e.Message}): {line}", e);
        }
    }
}
