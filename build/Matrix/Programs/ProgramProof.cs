using System;
using System.Collections.Generic;
using System.Globalization;
using Corewright.Build.Guests;

namespace Corewright.Build.Matrix.Programs;

/// <summary>
/// How an attached loader is proved in a guest of the matrix. As it stands: it attaches, lives through a little of everything that
/// programs look at, writes nothing but events, and ends with 0 when it is told to. A program whose events can be held against
/// what really happened has a class of its own, in a folder of its name here; one that needs options to run has a line in
/// <see cref="ProgramProofs"/>.
/// </summary>
internal class ProgramProof
{
    /// <summary>The loader's options besides <c>--json</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Kernel modules that it needs where they are not built in, with what they depend on, such as <c>cls_bpf</c>.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>
    /// Where what it attaches to can't be attached to in a guest, by architecture: what the loader has to say then, on one line, as it
    /// ends with the exit code for a kernel that lacks something.
    /// </summary>
    public IReadOnlyDictionary<string, string> Refusals { get; init; } = new Dictionary<string, string>();

    /// <summary>The script that runs while the loader is attached; see <c>guest/while-attached</c> for what it has.</summary>
    public virtual ReadOnlyMemory<byte> Workload => BaseInitramfs.Script("a-little-of-everything");

    /// <summary>What else the workload needs in the guest.</summary>
    public virtual IReadOnlyList<GuestFile> Files => [];

    /// <summary>Compares what the loader said with what is known.</summary>
    /// <param name="events">Every line of its standard output.</param>
    /// <param name="file">What was left in <c>$RESULTS</c>, by name; empty where there is no such file.</param>
    /// <param name="pointerSize">Bytes of a kernel pointer.</param>
    /// <returns>Each field that was compared; empty where there is nothing to compare.</returns>
    /// <exception cref="FormatException">What the guest knows can't be read, or an event is none that the program has.</exception>
    public virtual IReadOnlyList<EventField> Compare(IReadOnlyList<LoaderEvent> events, Func<string, string> file, int pointerSize)
    {
        string count = events.Count.ToString(CultureInfo.InvariantCulture);
        return [new EventField("output", "events", count, count, true)];
    }
}
