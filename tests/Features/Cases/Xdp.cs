using System.Collections.Generic;
using Corewright.Bpf.Kernel;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>XDP: the first to see a packet.</summary>
internal sealed class Xdp : IFeatureArea
{
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("xdp-generic", "xdp, generic mode", "xdp", new Since("5.9"), report =>
        {
            report.CommandExit.ShouldBe(1);
            report.Global("DROPPED").ShouldBe(2);
            report.Attached("drop_pings").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "drop_pings", "--attach", "drop_pings=lo:generic"],
            Command = NetworkSetup.Ping,
        },
        new("xdp-native", "xdp, native mode", "xdp", new Since("5.9"), report =>
        {
            report.Global("DROPPED").ShouldBeGreaterThan(0);
            report.Attached("drop_pings").ShouldBe("link");
            report.Output.ShouldContain("veth0");
            report.Output.ShouldContain("driver");
        })
        {
            Modules = ["veth"],
            Setup = NetworkSetup.Veth,
            Arguments = ["--only", "drop_pings", "--attach", "drop_pings=veth0:native"],
            Command = ["sh", "-c", $"busybox ping -c 2 -W 1 {NetworkSetup.VethPeerAddress}; bpftool net show"],
        },
        new("xdp-pinned", "xdp: a pinned link outlives the loader", "xdp", new Since("5.9"), report =>
        {
            report.Output.ShouldContain("pinned: 1");
            report.Output.ShouldContain("removed: 0");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "in_devmap"],
            Command =
            [
                "sh", "-c", "mkdir /sys/fs/bpf/xdp && bpfrun run /job/xdp.bpf.o --only drop_pings --attach drop_pings=lo:generic --pin /sys/fs/bpf/xdp "
                    + "-- true; busybox ping -c 1 -W 1 127.0.0.1; echo pinned: $?; rm -r /sys/fs/bpf/xdp; sleep 1; "
                    + "busybox ping -c 1 -W 1 127.0.0.1; echo removed: $?",
            ],
        },
        new("xdp-netlink", "xdp without BPF links", "xdp", new Since("5.7"), report =>
        {
            report.CommandExit.ShouldBe(1);
            report.Global("DROPPED").ShouldBe(2);
            report.Attached("drop_pings").ShouldBe("netlink");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--no-links", "--only", "drop_pings", "--attach", "drop_pings=lo"],
            Command = NetworkSetup.Ping,
        },
        new("xdp-netlink-not-ours", "xdp without BPF links: what another one attached stays", "xdp", new Since("5.7"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("veth0");
        })
        {
            Modules = ["veth"],
            Setup = NetworkSetup.Veth,
            Arguments = ["--only", "in_devmap"],
            // A second one takes the place of the first, which ends before it and must leave it alone.
            Command =
            [
                "sh", "-c", "run='bpfrun run /job/xdp.bpf.o --no-links --only drop_pings --attach drop_pings=veth0'; "
                    + "$run -- sh -c \"bpftool net detach xdp dev veth0 && $run -- sleep 5 >/dev/null & sleep 2\" >/dev/null; "
                    + "bpftool net show; sleep 4",
            ],
        },
        new("xdp-refusals", "xdp: errors say what to do", "xdp", new Since("5.9"), report =>
        {
            report.Output.ShouldContain("there is no such network interface");
            report.Output.ShouldContain("offload to the card's processor is not supported; native or generic is");
            report.Output.ShouldContain("the interface's driver has no XDP hook; attach to <interface>:generic");
            report.Output.ShouldContain("another XDP program is attached to the interface; detach it first");
            report.Output.ShouldContain("a target that is not understood, from here on: egress\n");
            report.Output.ShouldContain("codes: 10 2 10 2\n");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "in_devmap"],
            Command =
            [
                "sh", "-c", "run='bpfrun run /job/xdp.bpf.o --only drop_pings --attach'; "
                    + "for target in nowhere lo:offload lo:native lo:egress; do "
                    + "$run drop_pings=$target -- true 2>&1; codes=\"$codes $?\"; done; "
                    + "$run drop_pings=lo:generic -- $run drop_pings=lo -- true 2>&1; "
                    + "echo codes:$codes",
            ],
        },
        new("xdp-frags", "xdp.frags", "xdp", new Since("5.18"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Global("SEEN").ShouldBeGreaterThan(3);
            report.Attached("count_fragments").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments =
            [
                "--only", "count_fragments", "--only", "fragments_in_devmap", "--only", "fragments_in_cpumap",
                "--attach", "count_fragments=lo:generic",
            ],
            Command = NetworkSetup.Ping,
            Lacks = KernelFeature.XdpFragments,
        },
        new("xdp-devmap", "xdp/devmap", "xdp", new Since("5.8"), report =>
        {
            report.CommandExit.ShouldBe(0);
            long sent = report.Global("REDIRECTED");
            sent.ShouldBeGreaterThanOrEqualTo(2);
            report.Global("ARRIVED").ShouldBeGreaterThanOrEqualTo(sent, "what was redirected comes out at the other end of the other pair");
        })
        {
            Modules = ["veth"],
            Executables = NetworkSetup.Exercise,
            Setup = [.. NetworkSetup.Veth, .. NetworkSetup.OtherVeth],
            // cw0 sends to veth0, whose program passes it to cwx0, and so to veth1.
            Arguments =
            [
                "--only", "to_interface", "--only", "in_devmap", "--only", "arrive",
                "--attach", "to_interface=veth0:native", "--attach", "arrive=veth1:native",
            ],
            Command =
            [
                "sh", "-c", $"{NetworkSetup.MapId("map", "INTERFACES")}; {NetworkSetup.ProgramId("id", "in_devmap")}; "
                    + "/job/exercise entry $map 0 $(cat /sys/class/net/cwx0/ifindex) $id || exit 9; "
                    + $"busybox ping -c 2 -W 1 {NetworkSetup.VethPeerAddress}; usleep 200000; true",
            ],
        },
        new("xdp-cpumap", "xdp/cpumap", "xdp", new Since("5.9"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Global("REDIRECTED").ShouldBeGreaterThanOrEqualTo(2);
        })
        {
            Modules = ["veth"],
            Executables = NetworkSetup.Exercise,
            Setup = NetworkSetup.Veth,
            Arguments = ["--only", "to_processor", "--only", "in_cpumap", "--attach", "to_processor=veth0:native"],
            Command =
            [
                "sh", "-c", $"{NetworkSetup.MapId("map", "PROCESSORS")}; {NetworkSetup.ProgramId("id", "in_cpumap")}; "
                    + "/job/exercise entry $map 0 64 $id || exit 9; "
                    + $"busybox ping -c 2 -W 1 {NetworkSetup.VethPeerAddress}; usleep 200000; true",
            ],
        },
    ];
}
