using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>What all observing programs share: the header that says who it was, and the filter that the loader sets.</summary>
internal sealed class RustProcessCases : IFeatureArea
{
    private const string Programs = "Rust programs";

    private static readonly Since s_always = new("5.10");

    // One bpfrun inside another, for what is only known in the guest: $1 and $2 are --btf FILE where bpfrun needs it.
    private static readonly string[] s_inner = ["bpfrun run /job/processes.bpf.o --json \"$@\"", "sh", Feature.TypesOption];

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("rust-process-header", "who it was (ProcessHeader)", "processes", s_always, report =>
        {
            string[] said = report.Output.Split((char[])[' ', '\n', '[', ']', ':'], StringSplitOptions.RemoveEmptyEntries);
            (long space, long child, long shell) = (Id(said[1]), Id(said[2]), Id(said[3]));
            foreach ((string header, string command) in (ReadOnlySpan<(string, string)>)[("CURRENT", "true"), ("CHILD", "sh")])
            {
                Field(report, header, "pid").ShouldBe(child);
                Field(report, header, "tgid").ShouldBe(child);
                Field(report, header, "ppid").ShouldBe(shell);
                Field(report, header, "uid").ShouldBe(0);
                Field(report, header, "gid").ShouldBe(0);
                Field(report, header, "pid_namespace").ShouldBe(space);
                Field(report, header, "cgroup_id").ShouldBeGreaterThan(0);
                Field(report, header, "start_time").ShouldBeInRange(1, 600_000_000_000);
                Comm(report, header).ShouldBe(command);
            }

            Field(report, "CURRENT", "start_time").ShouldBe(Field(report, "CHILD", "start_time"), "it is the same process");
            Field(report, "CURRENT", "cgroup_id").ShouldBe(Field(report, "CHILD", "cgroup_id"));
        })
        {
            Area = Programs,
            Command = ["sh", "-c", "readlink /proc/self/ns/pid; /bin/true & echo $! $$; wait"],
        },
        new("rust-filter-unset", "a filter that is not set leaves only the question whether it is", "processes", s_always, report =>
        {
            report.Global("EXECS").ShouldBe(report.Global("PLAIN"));
            Dictionary<string, int> instructions = JsonDocument.Parse(report.Output).RootElement.EnumerateArray()
                .Where(p => p.TryGetProperty("name", out JsonElement name) && name.GetString()!.StartsWith("on_", StringComparison.Ordinal))
                .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("bytes_xlated").GetInt32() / 8);
            (instructions["on_exec"] - instructions["on_exec_plain"]).ShouldBeInRange(1, 24);
        })
        {
            Area = Programs,
            Command = ["bpftool", "-j", "prog", "show"],
        },
        new("rust-filter-uid", "only one user's processes (COREWRIGHT_FILTER)", "processes", s_always, report =>
        {
            report.Global("EXECS").ShouldBe(0);
            report.Global("FORKS").ShouldBe(0);
            JsonElement other = Inner(report);
            other.GetProperty("EXECS").GetInt64().ShouldBeGreaterThanOrEqualTo(1, "0 is a user, too");
            other.GetProperty("FORKS").GetInt64().ShouldBeGreaterThanOrEqualTo(1);
        })
        {
            Area = Programs,
            Arguments = ["--set", "COREWRIGHT_FILTER.has_uid=1", "--set", "COREWRIGHT_FILTER.uid=1000"],
            Command = ["sh", "-c", $"{s_inner[0]} --set COREWRIGHT_FILTER.has_uid=1 -- sh -c '/bin/true & wait'", .. s_inner[1..]],
        },
        new("rust-filter-comm", "only processes of a name", "processes", s_always, report =>
        {
            report.Global("EXECS").ShouldBe(2);
            Comm(report, "CURRENT").ShouldBe("true");
            report.Global("FORKS").ShouldBe(0, "they are still called sh when they are made");
        })
        {
            Area = Programs,
            Arguments = [.. "true".SelectMany((c, i) => (string[])["--set", string.Create(CultureInfo.InvariantCulture, $"COREWRIGHT_FILTER.comm[{i}]={(int)c}")])],
            Command = ["sh", "-c", "/bin/true & wait; /bin/false & wait; /bin/true & wait"],
        },
        new("rust-filter-pid", "only one process", "processes", s_always, report =>
        {
            JsonElement globals = Inner(report);
            globals.GetProperty("EXECS").GetInt64().ShouldBe(1);
            globals.GetProperty("CURRENT").GetProperty("tgid").GetInt64().ShouldBe(Id(report.Output.Split('\n')[0]));
            globals.GetProperty("FORKS").GetInt64().ShouldBe(0);
        })
        {
            Area = Programs,
            Command =
            [
                "sh", "-c",
                "mkfifo /tmp/go; sh -c 'read word < /tmp/go; exec /bin/true' & echo $!; "
                    + $"{s_inner[0]} --set COREWRIGHT_FILTER.pid=$! -- sh -c '/bin/true; echo go > /tmp/go; sleep 1'; rm /tmp/go",
                .. s_inner[1..],
            ],
        },
        new("rust-filter-cgroup", "only a container's processes, those in cgroups below its own, too", "processes", s_always, report =>
        {
            JsonElement globals = Inner(report);
            globals.GetProperty("EXECS").GetInt64().ShouldBe(2, "the two that are inside");
            globals.GetProperty("FORKS").GetInt64().ShouldBe(1, "one of them is made inside");
        })
        {
            Area = Programs,
            Command =
            [
                "sh", "-c",
                "mkdir -p /tmp/cgroup && mount -t cgroup2 none /tmp/cgroup && mkdir -p /tmp/cgroup/a/b/c /tmp/cgroup/other; "
                    + $"{s_inner[0]} --set COREWRIGHT_FILTER.cgroup_id=$(stat -c %i /tmp/cgroup/a) -- "
                    + "sh -c 'echo $$ > /tmp/cgroup/other/cgroup.procs; /bin/true & wait; "
                    + "echo $$ > /tmp/cgroup/a/b/c/cgroup.procs; /bin/true & wait; exec /bin/true'; umount /tmp/cgroup",
                .. s_inner[1..],
            ],
        },
    ];

    private static JsonElement Inner(FeatureReport report)
    {
        string line = report.Output.Split('\n').Last(l => l.StartsWith('{'));
        return JsonDocument.Parse(line).RootElement.GetProperty("globals").GetProperty(".bss");
    }

    private static long Field(FeatureReport report, string header, string field) =>
        FeatureReport.Number(report.GlobalValue(header).GetProperty(field));

    private static string Comm(FeatureReport report, string header) => string.Concat(
        report.GlobalValue(header).GetProperty("comm").EnumerateArray().Select(c => (char)FeatureReport.Number(c)).TakeWhile(c => c != '\0'));

    private static long Id(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
