using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Serialization;

namespace Corewright.Build.Guests;

/// <summary>What came of a job: either everything that the guest sent, or the reason why nothing it said counts.</summary>
/// <param name="Duration">From QEMU's start to its exit, of the run that counted.</param>
/// <param name="Attempts">How many guests were started.</param>
/// <param name="Console">The kernel's console, for people; shortened in the middle where it was long.</param>
public abstract record GuestOutcome(TimeSpan Duration, int Attempts, string Console)
{
    /// <summary>All results arrived, whole and unaltered.</summary>
    /// <param name="Duration">From QEMU's start to its exit, of the run that counted.</param>
    /// <param name="Attempts">How many guests were started.</param>
    /// <param name="Console">The kernel's console.</param>
    /// <param name="Release">What <c>uname -r</c> said.</param>
    /// <param name="Steps">By the step's name.</param>
    /// <param name="Files">What steps left in <c>$RESULTS</c> besides their own output, by name.</param>
    public sealed record Complete(
        TimeSpan Duration, int Attempts, string Console, string Release,
        IReadOnlyDictionary<string, GuestStepResult> Steps, IReadOnlyDictionary<string, byte[]> Files)
        : GuestOutcome(Duration, Attempts, Console)
    {
        /// <summary>Whether an earlier run with the same inputs gave this answer.</summary>
        [JsonIgnore]
        public bool FromCache { get; init; }
    }

    /// <summary>The guest gave no complete answer. Says nothing about what it was to run.</summary>
    /// <param name="Duration">Of the last attempt.</param>
    /// <param name="Attempts">How many guests were started.</param>
    /// <param name="Console">The last attempt's console.</param>
    /// <param name="Failure">The kind of failure.</param>
    /// <param name="Reason">One sentence for people.</param>
    public sealed record Infrastructure(
        TimeSpan Duration, int Attempts, string Console, GuestFailure Failure, string Reason)
        : GuestOutcome(Duration, Attempts, Console)
    {
        /// <summary>The step that it said it was in; null before the first one and after the last. Only where to look: anything prints that.</summary>
        public string? Step { get; init; }
    }
}

/// <summary>How a guest failed to answer.</summary>
public enum GuestFailure
{
    /// <summary>QEMU itself did not start or ended with an error.</summary>
    Qemu,

    /// <summary>The kernel never reached our first program.</summary>
    NotBooted,

    /// <summary>The job did not end in its time.</summary>
    TimedOut,

    /// <summary>QEMU ended before the first result: a panic, a double fault, a reset.</summary>
    Died,

    /// <summary>The results stop in the middle.</summary>
    Truncated,

    /// <summary>What came over the result line is not a result stream.</summary>
    Garbage,

    /// <summary>A result does not have the hash that the guest announced.</summary>
    Altered,

    /// <summary>More results than any job may have.</summary>
    Flood,
}

/// <summary>One step's end.</summary>
/// <param name="ExitCode">As a shell says it: 128 + N for signal N.</param>
/// <param name="TimedOut">It was killed after its time.</param>
/// <param name="Duration">By the guest's clock, to 10 ms.</param>
/// <param name="StandardOutput">Raw bytes.</param>
/// <param name="StandardError">Raw bytes.</param>
public sealed record GuestStepResult(
    int ExitCode, bool TimedOut, TimeSpan Duration, byte[] StandardOutput, byte[] StandardError)
{
    /// <summary>Standard output as UTF-8, with replacement characters for what is not.</summary>
    [JsonIgnore]
    public string Output => Encoding.UTF8.GetString(StandardOutput);

    /// <summary>Standard error as UTF-8, with replacement characters for what is not.</summary>
    [JsonIgnore]
    public string Error => Encoding.UTF8.GetString(StandardError);
}
