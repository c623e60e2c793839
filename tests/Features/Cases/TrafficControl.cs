using System.Collections.Generic;
using Corewright.Bpf.Kernel;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Classifiers: tcx and, without it, clsact; netkit.</summary>
internal sealed class TrafficControl : IFeatureArea
{
    private static readonly string[] s_modules = ["sch_ingress", "cls_bpf"];

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("tc", "tc, tcx: ingress and egress", "traffic", new Since("4.5"), report =>
        {
            report.CommandExit.ShouldBe(1);
            report.Global("PINGS").ShouldBe(2);
            // What is dropped on its way out does not come in.
            report.Global("SEEN").ShouldBe(2);
            report.Attached("drop_out").ShouldBe(NetworkSetup.Way(report, "6.6", "clsact"));
            report.Attached("drop_in").ShouldBe(NetworkSetup.Way(report, "6.6", "clsact"));
        })
        {
            Modules = s_modules,
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "drop_in", "--only", "drop_out", "--attach", "drop_in=lo", "--attach", "drop_out=lo"],
            Command = NetworkSetup.Ping,
        },
        new("tcx-order", "tcx: order", "traffic", new Since("6.6"), report => report.Global("ORDER").ShouldBe(231))
        {
            Setup = NetworkSetup.Loopback,
            // In the object they stand by name: one, three, two.
            Arguments =
            [
                "--only", "one", "--only", "two", "--only", "three",
                "--attach", "one=lo", "--attach", "two=lo:before", "--attach", "three=lo:before",
            ],
            Command = NetworkSetup.Ping,
            Lacks = KernelFeature.Tcx,
        },
        new("tcx-relative", "tcx: before and after another program, expected revision", "traffic", new Since("6.6"), report =>
        {
            string shown = report.Output;
            int one = shown.IndexOf("ingress one ", System.StringComparison.Ordinal);
            int two = shown.IndexOf("ingress two ", System.StringComparison.Ordinal);
            int three = shown.IndexOf("ingress three ", System.StringComparison.Ordinal);
            three.ShouldBeGreaterThan(-1);
            one.ShouldBeGreaterThan(three);
            two.ShouldBeGreaterThan(one);
            shown.ShouldContain("the programs of the hook have changed since the revision that was given");
            shown.ShouldContain("the program or link before or after which it should stand is not there");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "one", "--attach", "one=lo:after"],
            Command =
            [
                "sh", "-c", "id=$(bpftool prog show name one | head -n 1 | cut -d: -f1); "
                    + "run='bpfrun run /job/traffic.bpf.o'; "
                    + "$run --only two --only three --attach two=lo:after=$id --attach three=lo:before=$id -- bpftool net show; "
                    + "$run --only two --attach two=lo:revision=99 -- true 2>&1; "
                    + "$run --only two --attach two=lo:before=999999 -- true 2>&1; true",
            ],
            Lacks = KernelFeature.Tcx,
        },
        new("tc-clsact", "tc through clsact, with handle and priority", "traffic", new Since("4.5"), report =>
        {
            report.CommandExit.ShouldBe(0);
            // Counted on its way out, dropped on its way in.
            report.Global("PINGS").ShouldBe(2);
            report.Attached("drop_in").ShouldBe("clsact");
            report.Attached("only_count").ShouldBe("clsact");
            report.Output.ShouldContain("qdisc clsact ");
            report.Output.ShouldContain("the kernel refuses the rtnetlink request: EEXIST");
            report.Output.ShouldContain("free: 0");
        })
        {
            Modules = s_modules,
            Setup = NetworkSetup.LoopbackWithoutClsact,
            Arguments =
            [
                "--no-links", "--only", "drop_in", "--only", "only_count",
                "--attach", "drop_in=lo", "--attach", "only_count=lo:egress,handle=5,priority=7",
            ],
            Command =
            [
                "sh", "-c", "busybox ping -c 1 -W 1 127.0.0.1; busybox tc qdisc show dev lo; "
                    + "run='bpfrun run /job/traffic.bpf.o --no-links --only only_count --attach only_count=lo:egress,handle=5'; "
                    + "$run,priority=7 -- true 2>&1; $run,priority=8 -- true; echo free: $?",
            ],
        },
        new("tc-clsact-shared", "tc through clsact: only our own filter is removed", "traffic", new Since("4.5"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("100% packet loss");
            report.Output.ShouldContain("2 packets received");
            report.Global("PINGS").ShouldBeGreaterThan(2);
        })
        {
            Modules = s_modules,
            Setup = NetworkSetup.LoopbackWithoutClsact,
            Arguments = ["--no-links", "--only", "only_count", "--attach", "only_count=lo:egress"],
            Command =
            [
                "sh", "-c", "bpfrun run /job/traffic.bpf.o --no-links --only drop_either --attach drop_either=lo -- "
                    + "busybox ping -c 1 -W 1 127.0.0.1; busybox ping -c 2 -W 2 127.0.0.1",
            ],
        },
        new("tc-clsact-made", "tc through clsact: the discipline stays while another one's filter is in it", "traffic", new Since("4.5"), report =>
        {
            report.CommandExit.ShouldBe(0);
            // The inner one is still there, and dropping, when the outer one that made the discipline has gone.
            report.Output.ShouldContain("still dropping");
        })
        {
            Modules = s_modules,
            Setup = NetworkSetup.LoopbackWithoutClsact,
            Arguments = ["--only", "as_action"],
            Command =
            [
                "sh", "-c", "run='bpfrun run /job/traffic.bpf.o --no-links'; "
                    + "$run --only only_count --attach only_count=lo:egress -- sleep 2 & first=$!; sleep 1; "
                    + "$run --only drop_either --attach drop_either=lo -- sleep 5 & second=$!; "
                    + "wait $first; busybox ping -c 1 -W 1 127.0.0.1 || echo still dropping; wait $second",
            ],
        },
        new("classifier", "classifier", "traffic", new Since("4.5"), report =>
        {
            report.CommandExit.ShouldBe(1);
            report.Global("PINGS").ShouldBe(2);
            report.Attached("drop_either").ShouldBe(NetworkSetup.Way(report, "6.6", "clsact"));
        })
        {
            Modules = s_modules,
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "drop_either", "--attach", "drop_either=lo:egress"],
            Command = NetworkSetup.Ping,
        },
        new("action", "action", "traffic", new Since("4.1"), report =>
        {
            report.CommandExit.ShouldBe(1, "the pings are dropped on their way out");
            report.Global("PINGS").ShouldBe(2);
        })
        {
            Modules = [.. s_modules, "act_bpf", "cls_matchall"],
            Executables = NetworkSetup.Exercise,
            // tc-clsact-made leaves one, as it says.
            Setup = [.. NetworkSetup.Loopback, ["sh", "-c", "/job/exercise no-action; true"]],
            Arguments = ["--only", "as_action"],
            Command =
            [
                "sh", "-c", $"{NetworkSetup.ProgramId("id", "as_action")}; /job/exercise action $id || exit 9; "
                    + "busybox ping -c 2 -W 1 127.0.0.1; code=$?; /job/exercise no-action || exit 8; exit $code",
            ],
        },
        new("netkit", "netkit/primary, netkit/peer", "traffic", new Since("6.7"), report =>
        {
            report.Global("SEEN").ShouldBeGreaterThan(0);
            report.Attached("from_primary").ShouldBe("link");
            report.Attached("from_peer").ShouldBe("link");
        })
        {
            Setup =
            [
                ["busybox", "ip", "link", "add", "name", "cwk0", "type", "netkit"],
                ["busybox", "ip", "link", "set", "cwk0", "up"],
                ["busybox", "ip", "link", "set", "nk0", "up"],
                ["busybox", "ip", "addr", "add", "10.78.0.1/24", "dev", "cwk0"],
            ],
            Arguments = ["--only", "from_primary", "--only", "from_peer", "--attach", "from_primary=cwk0", "--attach", "from_peer=cwk0"],
            Command = ["sh", "-c", "busybox ping -c 1 -W 1 10.78.0.2; true"],
            Lacks = KernelFeature.Netkit,
        },
    ];
}
