using System;
using System.Collections.Generic;

namespace Corewright.Build.Guests;

/// <summary>What one guest is to do: files that are put into it, and programs that are run in it one after the other.</summary>
/// <param name="Name">For people, such as <c>execwatch on armv7-6.12</c>.</param>
/// <param name="Files">Put into the guest's root before it boots.</param>
/// <param name="Steps">Run in order; a step that fails does not stop the next.</param>
public sealed record GuestJob(string Name, IReadOnlyList<GuestFile> Files, IReadOnlyList<GuestStep> Steps)
{
    /// <summary>
    /// The guest's clock advances by a nanosecond with each instruction, on an emulated processor: whatever is measured in it comes
    /// out the same each time, however busy the host is. Such an answer is not kept for another run.
    /// </summary>
    public bool CountsInstructions { get; init; }

    /// <summary>
    /// Whether whoever asks can do it in parts: a guest that dies in a step is then not started again with all steps, which would
    /// cost the same time once more.
    /// </summary>
    public bool IsDivisible { get; init; }
}

/// <summary>One file of a guest.</summary>
/// <param name="Path">Where it is in the guest, absolute.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Executable">Mode 0755 instead of 0644.</param>
public sealed record GuestFile(string Path, ReadOnlyMemory<byte> Content, bool Executable = false);

/// <summary>One program run in a guest.</summary>
/// <param name="Name">Unique in the job, of <c>a-z 0-9 -</c>; also what progress shows.</param>
/// <param name="Arguments">The program and its arguments, one each; no shell looks at them.</param>
/// <param name="Timeout">After which it is killed, in whole seconds of the guest's clock.</param>
public sealed record GuestStep(string Name, IReadOnlyList<string> Arguments, TimeSpan Timeout);
