using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>A program that is always in the same function, beside one that sleeps, and the kernel at work.</summary>
internal sealed class Profile : IProgramCase
{
    private const string Work = """
        /job/busy sleeps & sleeping=$!
        /job/busy & busy=$!
        dd if=/dev/zero of=/dev/null bs=1M count=2000 2>/dev/null & copying=$!
        sleep 3
        kill -KILL $busy $sleeping $copying
        echo $busy $sleeping
        """;

    private const string Movable = """
        /job/busy & busy=$!
        /job/movable & movable=$!
        sleep 2
        kill -KILL $busy $movable
        echo $movable
        """;

    public static ProgramCase Case { get; } = new("profile", new Since("5.10"),
    [
        new("json", answer =>
        {
            long[] pids = [.. answer.WorkloadOutput.Trim().Split(' ').Select(long.Parse)];
            JsonElement summary = answer.EventsOf("summary").Single();
            IReadOnlyList<JsonElement> stacks = answer.EventsOf("stack");
            Number(summary, "samples").ShouldBe(stacks.Sum(s => Number(s, "count")));
            Number(summary, "samples").ShouldBeGreaterThan(100);
            Number(summary, "uncounted").ShouldBe(0);
            // Two stacks may want the same place in the map.
            Number(summary, "cut").ShouldBeLessThan(Number(summary, "samples") / 10);

            JsonElement top = Functions(answer, "/job/busy").First();
            Text(top, "name").ShouldBe("busy_function");
            answer.EventsOf("function").Where(f => Text(f, "module") != "[kernel]").MaxBy(f => Number(f, "self")).GetProperty("name").GetString().ShouldBe("busy_function");
            Number(top, "self").ShouldBeGreaterThan(Number(summary, "samples") / 5);
            Number(Functions(answer, "/job/busy").Single(f => Text(f, "name") == "busy_caller"), "total").ShouldBeGreaterThan(Number(top, "self") * 9 / 10);

            JsonElement[] busy = [.. stacks.Where(s => Number(s, "tgid") == pids[0])];
            JsonElement most = busy.MaxBy(s => Number(s, "count"));
            Text(most, "comm").ShouldBe("busy");
            Names(most, "user").Take(2).ShouldBe(["busy_function", "busy_caller"]);
            Names(most, "kernel").ShouldBeEmpty();
            Number(most, "pid_namespace").ShouldBeGreaterThan(0);

            // What sleeps is sampled at most while it starts, and a processor without work not at all.
            stacks.Where(s => Number(s, "tgid") == pids[1]).Sum(s => Number(s, "count")).ShouldBeLessThan(busy.Sum(s => Number(s, "count")) / 5);
            stacks.ShouldAllBe(s => Number(s, "tgid") != 0);

            // Copying is the kernel's work, whose functions have names.
            Number(summary, "kernel_samples").ShouldBeGreaterThan(10);
            Functions(answer, "[kernel]").Count(f => Text(f, "name") != "[kernel]").ShouldBeGreaterThan(5);
        })
        {
            Workload = Work,
        },
        new("movable", answer =>
        {
            long pid = long.Parse(answer.WorkloadOutput.Trim());
            answer.EventsOf("stack").ShouldAllBe(s => Number(s, "tgid") == pid);
            JsonElement top = Functions(answer, "/job/movable").First();
            Text(top, "name").ShouldBe("busy_function");
            Number(top, "self").ShouldBeGreaterThan(30);
        })
        {
            Arguments = ["--comm", "movable", "--frequency", "199"],
            Workload = Movable,
        },
        new("folded", answer =>
        {
            foreach (string line in answer.Lines)
                line.ShouldMatch(@"^[^;]+(;[^;]+)* \d+$");
            string busy = answer.Lines.Where(l => l.StartsWith("busy;")).MaxBy(l => int.Parse(l[(l.LastIndexOf(' ') + 1)..]))!;
            busy.ShouldContain(";busy_caller;busy_function ");
            answer.Lines.ShouldContain(l => l.StartsWith("dd;") && l.Contains("_[k]"));
        })
        {
            Json = false,
            Arguments = ["--folded"],
            Workload = Work,
        },
        new("table", answer =>
        {
            answer.Lines[0].ShouldMatch(@"^\d+ samples, 99 a second on each processor; \d+\.\d% in the kernel$");
            answer.Lines[1].Split(' ', System.StringSplitOptions.RemoveEmptyEntries).ShouldBe(["SELF", "TOTAL", "SAMPLES", "FUNCTION", "MODULE"]);
            answer.Lines.Skip(2).Take(3).ShouldContain(l => l.Contains(" busy_function ") && l.EndsWith("/job/busy"));
            answer.Lines.ShouldContain(l => l.Contains("PID      COMM"));
            answer.Lines.ShouldContain(l => l.Contains(" busy  "));

            XElement graph = XElement.Parse(answer.File("profile.svg"));
            XNamespace svg = "http://www.w3.org/2000/svg";
            graph.Name.ShouldBe(svg + "svg");
            graph.Descendants(svg + "title").ShouldContain(t => t.Value.StartsWith("busy_function (/job/busy)\n"));
        })
        {
            Json = false,
            Arguments = ["--svg", "/results/profile.svg"],
            Workload = Work,
        },
        new FilterRun
        {
            Executable = "/job/busy",
            Act = "",
            Seconds = 2,
            Ends = _ => 137,
            Event = "stack",
        }.Of("profile"),
        DurationRun.Of("summary"),
        new("usage", answer => answer.Error.ShouldContain("--frequency"))
        {
            Arguments = ["--frequency=0"],
            Exit = 2,
        },
        new("full", answer => (answer.WorkloadOutput, answer.File("full.err")).ShouldBe(
            ("11\n", "profile: attached 1 program\nprofile: the flame graph can't be written: ENOSPC\n")))
        {
            Workload = "/job/profile --duration 1 --svg /dev/full >/dev/null 2>$RESULTS/full.err; echo $?",
        },
        new("unwritable", answer => answer.Error.ShouldContain("--svg /no/such/folder.svg: can't be written"))
        {
            Arguments = ["--svg", "/no/such/folder.svg"],
            Exit = 2,
        },
    ])
    {
        Executables = new Dictionary<string, System.Func<string, System.Threading.Tasks.Task<byte[]>>> { ["/job/busy"] = BusyProgram.BuildAsync, ["/job/movable"] = BusyProgram.BuildMovableAsync },
    };

    private static IEnumerable<JsonElement> Functions(RunAnswer answer, string module) =>
        answer.EventsOf("function").Where(f => Text(f, "module") == module).OrderByDescending(f => Number(f, "self"));

    private static IEnumerable<string> Names(JsonElement stack, string part) => stack.GetProperty(part).EnumerateArray().Select(e => e.GetString()!);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
