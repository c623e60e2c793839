using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Guests;

namespace Corewright.Build.Matrix.Programs.Execwatch;

/// <summary>Two processes run whose every fact is known: one ends by itself, one in a pid namespace of its own is killed.</summary>
internal sealed class ExecwatchProof : ProgramProof
{
    private static readonly string[] s_processes = ["plain", "contained"];

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Workload => BaseInitramfs.Script("known-processes");

    /// <inheritdoc/>
    public override IReadOnlyList<GuestFile> Files =>
    [
        new("/job/enter", BaseInitramfs.Script("enter"), Executable: true),
        new("/opt/process-that-is-known", BaseInitramfs.Script("known-process"), Executable: true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EventField> Compare(IReadOnlyList<LoaderEvent> events, Func<string, string> file, int pointerSize)
    {
        if (events.FirstOrDefault(e => e.Kind is not ("exec" or "exit")) is { } other)
            throw new FormatException($"'{other.Kind}' is no event of a process");
        return
        [
            .. s_processes
                .Select(name => KnownProcess.Parse(name, file("process-" + name)))
                .SelectMany(process => EventComparison.Compare(process, events, pointerSize)),
        ];
    }
}
