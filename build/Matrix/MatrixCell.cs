using System;
using System.Collections.Generic;

namespace Corewright.Build.Matrix;

/// <summary>One program on one kernel.</summary>
/// <param name="Program">Such as <c>execwatch</c>.</param>
/// <param name="KernelId">Such as <c>armv7-6.12</c>.</param>
/// <param name="Architecture">Our name of the architecture.</param>
/// <param name="Release">What the guest's <c>uname -r</c> said.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Detail">One or more sentences on a verdict other than <see cref="Verdict.Pass"/>; empty otherwise.</param>
/// <param name="Duration">What its steps took by the guest's clock; without an answer, what the last guest took from start to exit.</param>
/// <param name="FromCache">Whether an earlier run with the same inputs answered.</param>
/// <param name="Attempts">How many guests were started with this program in them.</param>
/// <param name="Offline">What the offline engine said.</param>
/// <param name="Libbpf">What libbpf said in the guest.</param>
/// <param name="Loader">What our loader said in the guest.</param>
/// <param name="Events">Each compared field: name, expected, found.</param>
/// <param name="Evidence">Logs by name (console, bpftool, loader), for people.</param>
public sealed record MatrixCell(
    string Program, string KernelId, string Architecture, string Release, Verdict Verdict, string Detail, TimeSpan Duration,
    bool FromCache, int Attempts,
    IReadOnlyList<RelocationOutcome> Offline, IReadOnlyList<RelocationOutcome> Libbpf, IReadOnlyList<RelocationOutcome> Loader,
    IReadOnlyList<EventField> Events, IReadOnlyDictionary<string, string> Evidence);

/// <summary>One field of an event against what the process really was.</summary>
/// <param name="Event">Such as <c>exec</c>.</param>
/// <param name="Field">Such as <c>ppid</c>.</param>
/// <param name="Expected">As the guest saw it from outside.</param>
/// <param name="Found">As the event said it.</param>
/// <param name="Matches">Whether they agree (start times within one clock tick).</param>
public sealed record EventField(string Event, string Field, string Expected, string Found, bool Matches);
