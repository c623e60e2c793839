using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Tasks that wait for a processor, because others are on it.</summary>
internal sealed class Runqlat : IProgramCase
{
    private const long Millisecond = 1_000_000;

    // Four that never sleep share the guest's one processor: each waits for the others' slices, of some milliseconds, all the time.
    private const string Hogs = """
        printf '#!/bin/sh\nwhile :; do :; done\n' >/tmp/hog
        chmod +x /tmp/hog
        hogs=
        for i in 1 2 3 4; do
            /tmp/hog & hogs="$hogs $!"
        done
        sleep 3
        kill -KILL $hogs
        echo $hogs
        """;

    public static ProgramCase Case { get; } = new("runqlat", new Since("5.10"),
    [
        new("json", answer =>
        {
            JsonElement all = answer.EventsOf("histogram").Single();
            Consistent(all);
            // Slices are from 0.75 ms to 4 ms long, and three others' come before each one's. A guest's host may be busy, too.
            Longer(all, Millisecond).ShouldBeGreaterThan(40);
            Number(all, "longest_ns").ShouldBeGreaterThan(2 * Millisecond);
            // All together wait three times as long as the processor runs; what waits at the end is not counted.
            Number(all, "total_ns").ShouldBeInRange(3000 * Millisecond, 60_000 * Millisecond);
            JsonElement summary = answer.EventsOf("summary").Single();
            Number(summary, "count").ShouldBe(Number(all, "count"));
            Number(summary, "untimed").ShouldBe(0);
        })
        {
            Workload = Hogs,
        },
        new("per-process", answer =>
        {
            long[] hogs = [.. answer.WorkloadOutput.Trim().Split(' ').Select(long.Parse)];
            var rows = answer.EventsOf("process");
            foreach (long hog in hogs)
            {
                JsonElement row = rows.Single(r => Number(r, "tgid") == hog);
                Consistent(row);
                row.GetProperty("comm").GetString().ShouldBe("hog");
                Number(row, "uid").ShouldBe(0);
                Number(row, "pid_namespace").ShouldBeGreaterThan(0);
                Number(row, "mean_ns").ShouldBeGreaterThan(Millisecond);
            }
            // A hog runs a fourth of the time, and waits for the rest.
            rows.Take(4).Sum(r => Number(r, "total_ns")).ShouldBeInRange(3000 * Millisecond, 60_000 * Millisecond);
            rows.Take(4).Select(r => Number(r, "tgid")).ShouldBe(hogs, ignoreOrder: true, "those that waited most come first");
            rows.Sum(r => Number(r, "count")).ShouldBe(Number(answer.EventsOf("histogram").Single(), "count"));
        })
        {
            Arguments = ["--per-process"],
            Workload = Hogs,
        },
        new("interval", answer =>
        {
            IReadOnlyList<JsonElement> all = answer.EventsOf("histogram");
            all.Count.ShouldBeGreaterThan(2);
            foreach (JsonElement one in all.Where(h => Number(h, "count") != 0))
                Consistent(one);
            // What is counted while a histogram changes hands may be lost, but is no more than a handful.
            long sum = all.Sum(h => Number(h, "count"));
            Number(answer.EventsOf("summary").Single(), "count").ShouldBe(sum);
        })
        {
            Arguments = ["--interval", "1"],
            Workload = Hogs,
        },
        new("table", answer =>
        {
            answer.Lines[0].ShouldContain(" times, mean ");
            answer.Lines[1].Split(' ', System.StringSplitOptions.RemoveEmptyEntries).ShouldBe(["FROM", "TO", "TIMES", "SHARE"]);
            answer.Output.ShouldContain("█");
            answer.Lines.ShouldContain(l => l.Contains(" 2.1 ms ") || l.Contains(" 4.2 ms "));
        })
        {
            Json = false,
            Workload = Hogs,
        },
        new("rows", answer =>
        {
            answer.Lines[1].Split(' ', System.StringSplitOptions.RemoveEmptyEntries)[..3].ShouldBe(["PID", "COMM", "CONTAINER"]);
            answer.Lines.Skip(2).Take(4).ShouldAllBe(l => l.Contains(" hog "));
            answer.Output.All(char.IsAscii).ShouldBeTrue();
        })
        {
            Json = false,
            Arguments = ["--per-process", "--ascii"],
            Workload = Hogs,
        },
        new FilterRun
        {
            Arguments = ["--per-process"],
            Executable = "/tmp/hog",
            Act = "",
            Seconds = 2,
            Ends = _ => 137,
            Event = "process",
        }.Of("runqlat"),
        DurationRun.Of("summary"),
        new("usage", answer => answer.Error.ShouldContain("--per-container"))
        {
            Arguments = ["--per-process", "--per-container"],
            Exit = 2,
        },
    ]);

    // What a histogram says has to fit what it is made of.
    private static void Consistent(JsonElement histogram)
    {
        JsonElement[] buckets = [.. histogram.GetProperty("buckets").EnumerateArray()];
        buckets.Sum(b => Number(b, "count")).ShouldBe(Number(histogram, "count"));
        long least = buckets.Sum(b => Number(b, "count") * Number(b, "from_ns")), most = buckets.Sum(b => Number(b, "count") * Number(b, "to_ns"));
        Number(histogram, "total_ns").ShouldBeInRange(least, most);
        Number(histogram, "mean_ns").ShouldBe(Number(histogram, "total_ns") / Number(histogram, "count"));
        Number(histogram, "longest_ns").ShouldBeInRange(Number(buckets[^1], "from_ns"), Number(buckets[^1], "to_ns"));
        Number(histogram, "p50_ns").ShouldBeLessThanOrEqualTo(Number(histogram, "p90_ns"));
        Number(histogram, "p90_ns").ShouldBeLessThanOrEqualTo(Number(histogram, "p99_ns"));
        Number(histogram, "p99_ns").ShouldBeLessThanOrEqualTo(Number(histogram, "longest_ns"));
    }

    private static long Longer(JsonElement histogram, long nanoseconds) =>
        histogram.GetProperty("buckets").EnumerateArray().Where(b => Number(b, "from_ns") >= nanoseconds).Sum(b => Number(b, "count"));

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
