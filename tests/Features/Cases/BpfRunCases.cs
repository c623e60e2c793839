using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>bpfrun itself: how it ends, what it leaves behind, its other commands.</summary>
internal sealed class BpfRunCases : IFeatureArea
{
    private const string Area = "bpfrun";

    // Waits until the programs are attached, since an earlier signal ends a run that has nothing to show yet.
    private const string Attached =
        "until grep -q attached /tmp/said; do kill -0 $pid || exit 7; usleep 20000; done; ";

    // An Ethernet frame with an IPv4 echo request, padded to the least that XDP takes.
    private static readonly byte[] s_ping =
    [
        .. new byte[12], 0x08, 0x00, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 1, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, .. new byte[22],
    ];

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("terminated", "a report after SIGTERM; nothing is left behind", "basics", new Since("4.7"), report =>
        {
            report.CommandExit.ShouldBe(0);
            string[] lines = report.Output.Split('\n');
            JsonElement stopped = JsonDocument.Parse(lines[0]).RootElement;
            stopped.GetProperty("result").GetString().ShouldBe("ok");
            stopped.GetProperty("programs")[0].GetProperty("name").GetString().ShouldBe("on_exec");
            stopped.TryGetProperty("command", out _).ShouldBeFalse();
            lines[1].ShouldBe("exit 0");
            lines[2].ShouldBe("left 1", "the outer run's own program, and no other");
        })
        {
            Area = Area,
            Command =
            [
                "sh", "-c",
                "bpfrun run /job/basics.bpf.o --json \"$@\" 2>/tmp/said & pid=$!; " + Attached
                    + "kill -TERM $pid; wait $pid; echo exit $?; "
                    + "for i in 1 2 3 4 5 6 7 8 9 10; do left=$(bpftool prog show | grep -c 'name on_exec'); [ $left = 1 ] && break; usleep 200000; done; "
                    + "echo left $left", "sh", Feature.TypesOption,
            ],
        },
        new("duration", "--duration, with and without a command", "basics", new Since("4.7"), report =>
        {
            report.Json.GetProperty("command").GetProperty("signal").GetInt32().ShouldBe(15, "the command was asked to end");
        })
        {
            Area = Area,
            Arguments = ["--duration", "1"],
            Setup = [["bpfrun", "run", "/job/basics.bpf.o", "--duration", "1", Feature.TypesOption]],
            Command = ["sleep", "60"],
        },
        new("check", "check, as a loader's", "basics", new Since("4.7"), report =>
        {
            JsonElement checkedOne = JsonDocument.Parse(report.Output).RootElement;
            checkedOne.GetProperty("loader").GetString().ShouldBe("bpfrun");
            checkedOne.GetProperty("result").GetString().ShouldBe("ok");
            checkedOne.GetProperty("programs")[0].GetProperty("type").GetString().ShouldBe("tracepoint");
        })
        {
            Area = Area,
            Command = ["bpfrun", "check", "/job/basics.bpf.o", "--json", Feature.TypesOption],
        },
        new("test-run", "test: a program on data of yours (BPF_PROG_TEST_RUN)", "xdp", new Since("4.12"), report =>
        {
            report.Returned.ShouldBe(1, "XDP_DROP");
            report.Global("SEEN").ShouldBe(3);
            report.Global("DROPPED").ShouldBe(3);
            report.Json.GetProperty("data").GetString().ShouldBe(System.Convert.ToHexStringLower(s_ping));
        })
        {
            Area = Area,
            Verb = "test",
            Arguments = ["drop_pings", "--only", "drop_pings", "--data", "/job/ping", "--repeat", "3"],
            Files = new Dictionary<string, byte[]> { ["/job/ping"] = s_ping },
        },
        new("usage", "mistakes are named", "basics", new Since("4.7"), report =>
        {
            report.Error.ShouldContain("bpfrun: --set NO=1: ");
            report.Error.ShouldContain("bpfrun: the object has no program on_nothing\n");
            report.Error.ShouldContain("bpfrun: the object /job/none can't be read: ENOENT\n");
            report.Error.ShouldContain("bpfrun: the command can't be started\n");
            report.Output.Split('\n').Where(l => l.StartsWith("exit", System.StringComparison.Ordinal)).ShouldBe(["exit 2", "exit 2", "exit 2", "exit 0"]);
            report.Output.ShouldContain("\"command\": {\"exit\": 127}", Case.Sensitive, "for people it is laid out");
        })
        {
            Area = Area,
            Command =
            [
                "sh", "-c",
                "bpfrun run /job/basics.bpf.o --set NO=1 -- true; echo exit $?; bpfrun run /job/basics.bpf.o --only on_nothing -- true; echo exit $?; "
                    + "bpfrun run /job/none -- true; echo exit $?; bpfrun run /job/basics.bpf.o \"$@\" -- no-such-command; echo exit $?",
                "sh", Feature.TypesOption,
            ],
        },
    ];
}
