using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Processes that start and end.</summary>
internal sealed class Execwatch : IProgramCase
{
    // The first ends by itself, the second is killed; both are known by their names.
    private const string Processes = """
        cat >/tmp/ends <<'END'
        #!/bin/sh
        exit 42
        END
        cat >/tmp/is-killed <<'END'
        #!/bin/sh
        kill -KILL $$
        END
        chmod +x /tmp/ends /tmp/is-killed
        /tmp/ends & ends=$!
        wait $ends
        /tmp/is-killed & killed=$!
        wait $killed
        echo $ends $killed $$
        """;

    // Some hundred processes fill a pipe that nobody reads; then the loader is told to stop. Another one's reader goes away, after
    // which it has nothing to print.
    private const string Unread = """
        mkfifo /tmp/unread /tmp/gone
        sleep 60 </tmp/unread & reader=$!
        /job/execwatch --json >/tmp/unread 2>$RESULTS/unread.err & loader=$!
        until_true 20 grep -q attached $RESULTS/unread.err
        i=0
        while [ $i -lt 300 ]; do /bin/busybox true; i=$((i + 1)); done
        kill -TERM $loader
        wait $loader
        echo told: $?
        kill $reader
        head -n 1 </tmp/gone >/dev/null & reader=$!
        /job/execwatch --comm nobody >/tmp/gone 2>$RESULTS/gone.err & loader=$!
        wait $reader
        wait $loader
        echo gone: $?
        """;

    public static ProgramCase Case { get; } = new("execwatch", new Since("5.10"),
    [
        new("json", answer =>
        {
            int[] pids = [.. answer.WorkloadOutput.Trim().Split(' ').Select(int.Parse)];
            JsonElement started = answer.EventsOf("exec").Single(e => Text(e, "filename") == "/tmp/ends");
            Number(started, "pid").ShouldBe(pids[0]);
            Number(started, "ppid").ShouldBe(pids[2]);
            Text(started, "comm").ShouldBe("ends");
            JsonElement ended = answer.EventsOf("exit").Single(e => Number(e, "pid") == pids[0]);
            Number(ended, "exit_code").ShouldBe(42);
            Number(ended, "signal").ShouldBe(0);
            Number(ended, "start_time_ns").ShouldBe(Number(started, "start_time_ns"));
            JsonElement killed = answer.EventsOf("exit").Single(e => Number(e, "pid") == pids[1]);
            Number(killed, "exit_code").ShouldBe(0);
            Number(killed, "signal").ShouldBe(9);
        })
        {
            Workload = Processes,
        },
        new("table", answer =>
        {
            int[] pids = [.. answer.WorkloadOutput.Trim().Split(' ').Select(int.Parse)];
            answer.Lines[0].Split(' ', System.StringSplitOptions.RemoveEmptyEntries)[..4].ShouldBe(["EVENT", "PID", "PPID", "UID"]);
            answer.Lines.ShouldContain(l => l.StartsWith($"exec  {pids[0]} ") && l.EndsWith(" /tmp/ends"));
            answer.Lines.ShouldContain(l => l.StartsWith($"exit  {pids[0]} ") && l.EndsWith(" code 42"));
            answer.Lines.ShouldContain(l => l.StartsWith($"exit  {pids[1]} ") && l.EndsWith(" signal 9"));
        })
        {
            Json = false,
            Workload = Processes,
        },
        new FilterRun { Act = "true", Event = "exec" }.Of("execwatch"),
        DurationRun.Of(null),
        new("unread", answer =>
        {
            answer.WorkloadOutput.ShouldBe("told: 11\ngone: 0\n");
            answer.File("unread.err").ShouldContain("execwatch: nobody reads standard output; what was still to be written is lost\n");
            answer.File("gone.err").ShouldBe("execwatch: attached 2 programs\n");
        })
        {
            Workload = Unread,
        },
        new("usage", answer => answer.Error.ShouldContain("--no-such-option"))
        {
            Arguments = ["--no-such-option"],
            Exit = 2,
        },
    ]);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
