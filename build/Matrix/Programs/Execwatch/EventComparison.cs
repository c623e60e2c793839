using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Matrix.Programs.Execwatch;

/// <summary>Compares the events about a process with what the process really was, field by field.</summary>
internal static class EventComparison
{
    private const ulong NanosecondsPerTick = 10_000_000;

    /// <summary>Every field of the process's exec and exit events; an event that is missing is one field that does not match.</summary>
    /// <param name="process">What it was.</param>
    /// <param name="events">All events of the run.</param>
    /// <param name="pointerSize">Of the kernel, in bytes: where it is 4, an inode number is the lower half of a cgroup's id.</param>
    public static IEnumerable<EventField> Compare(KnownProcess process, IReadOnlyList<LoaderEvent> events, int pointerSize)
    {
        // The same process executes a shell and su before: only its last exec is the one that is known.
        LoaderEvent? exec = events.LastOrDefault(e => e.Kind == "exec" && e["pid"] == process.Pid);
        LoaderEvent? exit = events.LastOrDefault(e => e.Kind == "exit" && e["pid"] == process.Pid);
        IEnumerable<EventField> ofExec = Compare($"exec {process.Name}", process, exec, pointerSize, [("filename", process.FileName)]);
        IEnumerable<EventField> ofExit = Compare($"exit {process.Name}", process, exit, pointerSize,
            [("exit_code", Text((ulong)process.ExitCode)), ("signal", Text((ulong)process.Signal))]);
        return ofExec.Concat(ofExit);
    }

    private static IEnumerable<EventField> Compare(
        string name, KnownProcess process, LoaderEvent? found, int pointerSize, IEnumerable<(string Field, string Value)> own)
    {
        if (found is null)
        {
            yield return new EventField(name, "event", $"one of pid {process.Pid}", "none", false);
            yield break;
        }
        foreach ((string field, string expected) in process.CommonFields.Concat(own))
        {
            string value = found[field];
            yield return new EventField(name, field, expected, value,
                field == "cgroup_id" ? SameCgroup(expected, value, pointerSize) : expected == value);
        }
        string start = found["start_time_ns"];
        yield return new EventField(
            name, "start_time_ns", Text(process.StartTicks * NanosecondsPerTick), start, SameTick(process.StartTicks, start));
    }

    // kernfs: the id is the inode number where that has 64 bits; elsewhere its lower half is, and the upper one counts how often
    // inode numbers began anew (kernfs_create_root(), fs/kernfs/dir.c).
    private static bool SameCgroup(string inode, string id, int pointerSize) =>
        ulong.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out ulong expected)
        && ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out ulong found)
        && expected == (pointerSize == 4 ? found & uint.MaxValue : found);

    private static bool SameTick(ulong ticks, string nanoseconds) =>
        ulong.TryParse(nanoseconds, NumberStyles.None, CultureInfo.InvariantCulture, out ulong found)
        && found / NanosecondsPerTick is var tick && (tick > ticks ? tick - ticks : ticks - tick) <= 1;

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
