// Field 22 of /proc/PID/stat and the fields of /proc/PID/status: proc(5).
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Matrix.Programs.Execwatch;

/// <summary>What a process really was, as the guest's <c>known-processes</c> script saw it from outside.</summary>
internal sealed class KnownProcess
{
    private const int SignalBase = 128, StartTimeField = 22;
    private readonly Dictionary<string, string> _seen;

    private KnownProcess(string name, Dictionary<string, string> seen)
    {
        Name = name;
        _seen = seen;
    }

    /// <summary><c>plain</c> or <c>contained</c>.</summary>
    public string Name { get; }

    /// <summary>Its id in the initial pid namespace.</summary>
    public string Pid => _seen["pid"];

    /// <summary>What it executed.</summary>
    public string FileName => _seen["filename"];

    /// <summary>When it started, in clock ticks (10 ms) since boot.</summary>
    public ulong StartTicks { get; private init; }

    /// <summary>How it ended, as a shell says it.</summary>
    public int ShellCode { get; private init; }

    /// <summary>The code that it gave to exit(2); 0 where a signal ended it.</summary>
    public int ExitCode => ShellCode > SignalBase ? 0 : ShellCode;

    /// <summary>The signal that ended it; 0 where none did.</summary>
    public int Signal => ShellCode > SignalBase ? ShellCode - SignalBase : 0;

    /// <summary>The fields that both of its events have, with their values, start time apart.</summary>
    public IEnumerable<(string Field, string Value)> CommonFields =>
    [
        ("pid", Pid), ("tgid", _seen["Tgid"]), ("ppid", _seen["PPid"]), ("uid", _seen["Uid"]), ("comm", _seen["comm"]),
        ("cgroup_id", _seen["cgroup_id"]), ("pid_namespace", _seen["pid_namespace"]),
    ];

    /// <summary>Reads the lines <c>name=value</c> that the script wrote.</summary>
    /// <exception cref="FormatException">A line is missing or is not what it should be.</exception>
    public static KnownProcess Parse(string name, string text)
    {
        var seen = new Dictionary<string, string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new FormatException($"'{line}' is no fact about the process '{name}'");
            seen[line[..equals]] = line[(equals + 1)..];
        }
        string[] needed = ["pid", "Tgid", "PPid", "Uid", "comm", "filename", "stat", "cgroup_id", "pid_namespace", "code"];
        if (needed.FirstOrDefault(n => !seen.TryGetValue(n, out string? value) || value.Length == 0) is { } missing)
            throw new FormatException($"the guest did not say the {missing} of the process '{name}'");
        // The second field is the command in parentheses, and may itself hold any of them.
        string[] fields = seen["stat"][(seen["stat"].LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int afterCommand = 3;
        if (fields.Length <= StartTimeField - afterCommand
            || !ulong.TryParse(fields[StartTimeField - afterCommand], NumberStyles.None, CultureInfo.InvariantCulture, out ulong ticks)
            || !int.TryParse(seen["code"], NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            throw new FormatException($"the guest's facts about the process '{name}' can't be read");
        return new KnownProcess(name, seen) { StartTicks = ticks, ShellCode = code };
    }
}
