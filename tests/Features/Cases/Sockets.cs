using System.Collections.Generic;
using Corewright.Bpf.Kernel;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Programs of sockets, of maps of sockets, of network namespaces and of netfilter.</summary>
internal sealed class Sockets : IFeatureArea
{
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("socket-filter", "socket", "sockets", new Since("3.19"), report =>
        {
            report.CommandExit.ShouldBe(0);
            // Each ping and each answer goes out and comes in.
            report.Global("HITS").ShouldBeGreaterThanOrEqualTo(8);
            report.Attached("count_packets").ShouldBe("socket");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "count_packets", "--attach", "count_packets=lo"],
            Command = NetworkSetup.Ping,
        },
        new("socket-filter-given", "socket, on a socket that was handed over", "sockets", new Since("3.19"), report =>
        {
            // The filter held back what was sent meanwhile; what the inner one reports comes out of the socket itself.
            report.Output.ShouldContain("\"attached\":\"socket\"");
            report.Output.ShouldMatch("\"HITS\":[1-9]");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "choose"],
            Command =
            [
                "sh", "-c", "busybox nc -l -p 7040 -e bpfrun run /job/sockets.bpf.o --json --only count_packets --attach count_packets=fd=0 "
                    + "-- sleep 3 & sleep 1; (sleep 2; echo hello; sleep 5) | busybox nc 127.0.0.1 7040",
            ],
        },
        new("sk-lookup", "sk_lookup", "sockets", new Since("5.9"), report =>
        {
            report.CommandExit.ShouldNotBe(0);
            report.Output.ShouldNotContain("hello");
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Attached("nobody_there").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "nobody_there"],
            Command = ["sh", "-c", NetworkSetup.Connection(7010, 7010)],
            Lacks = KernelFeature.SocketLookup,
        },
        new("sk-lookup-elsewhere", "sk_lookup in a network namespace given by path", "sockets", new Since("5.9"), report =>
        {
            // It is attached to another namespace than the one that the connection is in.
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("hello");
            report.Global("HITS").ShouldBe(0);
            report.Attached("nobody_there").ShouldBe("link");
        })
        {
            Setup =
            [
                .. NetworkSetup.Loopback,
                ["touch", "/tmp/netns"],
                ["unshare", "-n", "sh", "-c", "mount --bind /proc/$$/ns/net /tmp/netns"],
            ],
            Arguments = ["--only", "nobody_there", "--attach", "nobody_there=/tmp/netns"],
            Command = ["sh", "-c", NetworkSetup.Connection(7010, 7010)],
            Lacks = KernelFeature.SocketLookup,
        },
        // First, since a namespace has one flow dissector: the next one shows that this one was detached.
        new("flow-dissector-prog-attach", "flow_dissector without BPF links", "sockets", new Since("4.20"), report =>
        {
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Attached("dissect").ShouldBe("prog-attach");
        })
        {
            Modules = ["veth"],
            Setup = NetworkSetup.Veth,
            Arguments = ["--no-links", "--only", "dissect"],
            Command = ["sh", "-c", "busybox arping -I cw0 -c 1 -w 1 10.77.0.3; true"],
        },
        new("flow-dissector", "flow_dissector", "sockets", new Since("4.20"), report =>
        {
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Attached("dissect").ShouldBe(NetworkSetup.Way(report, "5.8", "prog-attach"));
        })
        {
            Modules = ["veth"],
            Setup = NetworkSetup.Veth,
            Arguments = ["--only", "dissect"],
            Command = ["sh", "-c", "busybox arping -I cw0 -c 1 -w 1 10.77.0.3; true"],
        },
        new("sockmap", "sk_skb/stream_parser, sk_skb/stream_verdict, sk_msg", "sockets", new Since("4.17"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("hello");
            report.Global("ADDED").ShouldBe(2);
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Global("BYTES").ShouldBe("hello\n".Length);
            report.Global("MESSAGES").ShouldBeGreaterThan(0);
            foreach (string program in (string[])["parse", "judge", "judge_messages"])
                report.Attached(program).ShouldBe(NetworkSetup.Way(report, "6.10", "prog-attach"));
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "parse", "--only", "judge", "--only", "judge_messages", "--only", "remember", "--attach", "judge=CONNECTIONS"],
            Command = ["sh", "-c", NetworkSetup.Connection(7020, 7020)],
        },
        new("sk-skb-verdict", "sk_skb/verdict", "sockets", new Since("5.13"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("hello");
            report.Global("BYTES").ShouldBe("hello\n".Length);
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "judge_packets", "--only", "remember"],
            Command = ["sh", "-c", NetworkSetup.Connection(7021, 7021)],
            Lacks = KernelFeature.SocketVerdict,
        },
        new("sk-reuseport", "sk_reuseport", "sockets", new Since("4.19"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldBe("0\n8\n", "the second of the port's two sockets gets all eight datagrams");
            report.Global("HITS").ShouldBe(8);
        })
        {
            Executables = NetworkSetup.Exercise,
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "choose"],
            Command = ["sh", "-c", $"{NetworkSetup.ProgramId("id", "choose")}; {NetworkSetup.MapId("map", "LISTENERS")}; /job/exercise reuseport $id $map"],
        },
        new("sk-reuseport-migrate", "sk_reuseport/migrate", "sockets", new Since("5.14"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldBe("5\n", "what was sent over the connection comes out at the other socket");
            report.Global("MOVED").ShouldBe(1);
            report.Global("HITS").ShouldBeGreaterThan(0);
        })
        {
            Executables = NetworkSetup.Exercise,
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "choose_or_move"],
            Command =
            [
                "sh", "-c", $"{NetworkSetup.ProgramId("id", "choose_or_move")}; {NetworkSetup.MapId("map", "LISTENERS")}; /job/exercise migrate $id $map",
            ],
            Lacks = KernelFeature.ReuseportMigration,
        },
        new("lwt", "lwt_in, lwt_out, lwt_xmit", "sockets", new Since("4.10"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("2 packets received");
            // Requests and answers are from and to this machine: each goes out, and comes in again.
            report.Global("WENT_OUT").ShouldBeGreaterThanOrEqualTo(2);
            report.Global("SENT").ShouldBeGreaterThanOrEqualTo(2);
            report.Global("CAME_IN").ShouldBeGreaterThanOrEqualTo(2);
        })
        {
            Executables = NetworkSetup.Exercise,
            Setup = NetworkSetup.Loopback,
            Arguments = ["--only", "tunnel_in", "--only", "tunnel_out", "--only", "tunnel_send"],
            Command =
            [
                "sh", "-c", $"{NetworkSetup.ProgramId("in", "tunnel_in")}; {NetworkSetup.ProgramId("out", "tunnel_out")}; "
                    + $"{NetworkSetup.ProgramId("send", "tunnel_send")}; /job/exercise route $in $out $send || exit 9; "
                    + "busybox ping -c 2 -W 1 10.79.0.1; code=$?; busybox ip route del local 10.79.0.1/32 dev lo table local; exit $code",
            ],
        },
        new("netfilter", "netfilter", "netfilter", new Since("6.4"), report =>
        {
            report.CommandExit.ShouldBe(1);
            report.Global("DROPPED").ShouldBe(2);
            report.Attached("drop_all").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.Loopback,
            Arguments = ["--attach", "drop_all=ipv4:local-in:priority=-5"],
            Command = NetworkSetup.Ping,
            Lacks = KernelFeature.Netfilter,
        },
        new("netfilter-defrag", "netfilter of whole packets only", "netfilter", new Since("6.6"), report =>
        {
            report.CommandExit.ShouldBe(1);
            report.Global("DROPPED").ShouldBe(2);
            report.Output.ShouldContain("another BPF program has this priority; give another priority");
        })
        {
            Modules = ["nf_defrag_ipv4"],
            Setup = NetworkSetup.Loopback,
            Arguments = ["--attach", "drop_all=ipv4:prerouting:defrag"],
            Command =
            [
                "sh", "-c", "bpfrun run /job/netfilter.bpf.o --attach drop_all=ipv4:prerouting -- true 2>&1; busybox ping -c 2 -W 1 127.0.0.1",
            ],
            Lacks = KernelFeature.Netfilter,
        },
    ];
}
