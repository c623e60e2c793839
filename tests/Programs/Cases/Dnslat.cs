using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Corewright.Loader;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Names that are looked up: in the guest's libc, and in a program with a getaddrinfo of its own that takes 20 milliseconds.</summary>
internal sealed class Dnslat : IProgramCase
{
    private const int OwnMicroseconds = 20_000;

    // The last result of each, without its sign, is what it ends with.
    private const string Lookups = """
        $program localhost & known=$!
        wait $known; known_result=$?
        $program no-such-name.test & unknown=$!
        wait $unknown; unknown_result=$?
        $program '' 192.0.2.1 & several=$!
        wait $several; several_result=$?
        echo $known $known_result $unknown $unknown_result $several $several_result
        """;

    private const string Own = "program=/job/own-lookup\n" + Lookups;

    // As long as a name can be, and with a byte that a terminal must not get.
    private const string Odd = """
        long=$(printf '%0300d' 7)
        /job/own-lookup "$long" "$(printf 'a\033[2Jb')"
        """;

    public static ProgramCase Case { get; } = new("dnslat", new Since("5.10"),
    [
        new("libc", answer => Right(answer, "lookup"))
        {
            Workload = "program=/job/lookup\n" + Lookups,
            Since = new Since("5.10", "5.10", null),
            Missing = "it is Thumb code, in which the kernel can't put probes",
        },
        new("own", answer =>
        {
            Right(answer, "own-lookup");
            answer.EventsOf("lookup").ShouldAllBe(e => Number(e, "latency_ns") >= OwnMicroseconds * 1000L);
            JsonElement buckets = answer.EventsOf("histogram").Single().GetProperty("buckets");
            buckets.EnumerateArray().Sum(b => Number(b, "count")).ShouldBe(4);
            Number(buckets[0], "from_ns").ShouldBeGreaterThanOrEqualTo(16_777_216);
        })
        {
            Arguments = ["--library", "/job/own-lookup"],
            Workload = Own,
        },
        new("table", answer =>
        {
            string[] Row(Func<string, bool> which) => answer.Lines.Single(which).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int[] numbers = Numbers(answer);
            answer.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["PID", "COMM", "CONTAINER", "MS", "RESULT", "NAME"]);
            string[] known = Row(l => l.StartsWith($"{numbers[0]} ") && l.EndsWith(" localhost"));
            known[1].ShouldBe("own-lookup");
            (decimal.Parse(known[3], CultureInfo.InvariantCulture) * 1000).ShouldBeGreaterThanOrEqualTo(OwnMicroseconds);
            known[4].ShouldBe("ok");
            Row(l => l.EndsWith(" no-such-name.test"))[4].ShouldBe("EAI_NONAME");
            string[] sums = answer.Lines.Last(l => l.StartsWith($"{numbers[4]} ")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            sums[3..5].ShouldBe(["2", "1"]);
            answer.Output.ShouldContain("████");
        })
        {
            Json = false,
            Arguments = ["--library", "/job/own-lookup"],
            Workload = Own,
        },
        new("odd", answer =>
        {
            string[] names = [.. answer.EventsOf("lookup").Select(e => Text(e, "name"))];
            names.ShouldBe([new string('0', 255), "a\u001b[2Jb"]);
            answer.Output.ShouldNotContain('\u001b');
        })
        {
            Arguments = ["--library", "/job/own-lookup"],
            Workload = Odd,
        },
        new FilterRun
        {
            Arguments = ["--library", "/job/own-lookup"],
            Executable = "/job/own-lookup",
            Act = "localhost",
            Event = "lookup",
        }.Of("dnslat"),
        DurationRun.Of("histogram", "--library", "/job/own-lookup"),
        new("no-function", answer => answer.Error.ShouldContain("getaddrinfo"))
        {
            Arguments = ["--library", "/bin/busybox"],
            Exit = (int)ExitCode.System,
        },
    ])
    {
        Setup = """
            busybox ip link set lo up
            echo 127.0.0.1 localhost >/etc/hosts
            echo hosts: files >/etc/nsswitch.conf
            """,
        Executables = new Dictionary<string, Func<string, Task<byte[]>>>
        {
            ["/job/lookup"] = ResolverProgram.BuildAsync,
            ["/job/own-lookup"] = ResolverProgram.BuildWithOwnAsync,
        },
    };

    private static void Right(RunAnswer answer, string comm)
    {
        int[] numbers = Numbers(answer);
        numbers.ShouldBe([numbers[0], 0, numbers[2], 2, numbers[4], 0]);
        answer.EventsOf("lookup").ShouldAllBe(e => Text(e, "comm") == comm);
        JsonElement known = Single(answer, numbers[0]), unknown = Single(answer, numbers[2]);
        Text(known, "name").ShouldBe("localhost");
        Number(known, "result").ShouldBe(0);
        known.TryGetProperty("error", out _).ShouldBeFalse();
        Text(unknown, "name").ShouldBe("no-such-name.test");
        Number(unknown, "result").ShouldBe(-2);
        Text(unknown, "error").ShouldBe("EAI_NONAME");
        JsonElement[] several = [.. answer.EventsOf("lookup").Where(e => Number(e, "tgid") == numbers[4])];
        several.Select(e => e.GetProperty("name").GetString()).ShouldBe([null, "192.0.2.1"]);
        several.Select(e => Number(e, "result")).ShouldBe([-2, 0]);

        JsonElement sums = answer.EventsOf("summary").Single(e => Number(e, "tgid") == numbers[4]);
        Number(sums, "lookups").ShouldBe(2);
        Number(sums, "failed").ShouldBe(1);
        Number(sums, "total_ns").ShouldBe(several.Sum(e => Number(e, "latency_ns")));
        Number(sums, "longest_ns").ShouldBe(several.Max(e => Number(e, "latency_ns")));
    }

    private static int[] Numbers(RunAnswer answer) => [.. answer.WorkloadOutput.Trim().Split(' ').Select(int.Parse)];

    private static JsonElement Single(RunAnswer answer, int pid) => answer.EventsOf("lookup").Single(e => Number(e, "tgid") == pid);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
