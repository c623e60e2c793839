using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Kernel;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Programs of cgroups.</summary>
internal sealed class Cgroups : IFeatureArea
{
    private static readonly string[] s_ofAddresses =
        ["bind6", "connect6", "sendmsg6", "recvmsg4", "recvmsg6", "getsockname4", "getsockname6"];

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("cgroup-skb", "cgroup_skb/ingress, cgroup_skb/egress", "cgroups", new Since("4.10"), report =>
        {
            report.Output.ShouldContain("outside: 0");
            report.CommandExit.ShouldNotBe(0);
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Attached("drop_pings").ShouldBe("link");
            report.Attached("count_in").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "drop_pings", "--only", "count_in",
                "--attach", $"drop_pings={NetworkSetup.Cgroup}", "--attach", $"count_in={NetworkSetup.Cgroup}",
            ],
            Command = OutsideAndInside("busybox ping -c 1 -W 1 127.0.0.1"),
        },
        new("cgroup-prog-attach", "cgroup programs without BPF links", "cgroups", new Since("4.15"), report =>
        {
            report.Output.ShouldContain("outside: 0");
            report.CommandExit.ShouldNotBe(0);
            report.Attached("drop_pings").ShouldBe("prog-attach");
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments = ["--no-links", "--only", "drop_pings", "--attach", $"drop_pings={NetworkSetup.Cgroup}"],
            Command = OutsideAndInside("busybox ping -c 1 -W 1 127.0.0.1"),
        },
        new("cgroup-detached", "cgroup programs without BPF links: detached at the end", "cgroups", new Since("4.15"), report =>
        {
            report.Output.ShouldContain("during: 1");
            report.Output.ShouldContain("after: 0");
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments = ["--only", "connections", "--attach", $"connections={NetworkSetup.Cgroup}"],
            Command = NetworkSetup.Inside(
                $"bpfrun run /job/cgroups.bpf.o --no-links --only drop_pings --attach drop_pings={NetworkSetup.Cgroup} -- "
                + "sh -c 'busybox ping -c 1 -W 1 127.0.0.1; echo during: $?'; busybox ping -c 1 -W 1 127.0.0.1; echo after: $?"),
        },
        new("cgroup-sock", "cgroup/sock_create, cgroup/sock", "cgroups", new Since("4.10"), report =>
        {
            report.Output.ShouldContain("outside: 0");
            report.CommandExit.ShouldNotBe(0);
            report.Error.ShouldContain("denied");
            report.Global("HITS").ShouldBeGreaterThan(0);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "no_icmp", "--only", "no_icmp_either",
                "--attach", $"no_icmp={NetworkSetup.Cgroup}", "--attach", $"no_icmp_either={NetworkSetup.Cgroup}",
            ],
            Command = OutsideAndInside("busybox ping -c 1 -W 1 127.0.0.1"),
        },
        new("cgroup-sock-release", "cgroup/sock_release", "cgroups", new Since("5.9"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Global("RELEASED").ShouldBeGreaterThan(0);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments = ["--only", "released", "--attach", $"released={NetworkSetup.Cgroup}"],
            Command = NetworkSetup.Inside("busybox ping -c 1 -W 1 127.0.0.1"),
            Lacks = KernelFeature.CgroupSockRelease,
        },
        new("cgroup-post-bind", "cgroup/post_bind4, cgroup/post_bind6", "cgroups", new Since("4.17"), report =>
        {
            report.CommandExit.ShouldNotBe(0);
            report.Error.ShouldContain("bind");
            // One that is refused, and one for IPv6 that is only counted.
            report.Global("HITS").ShouldBe(2);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "not_7000", "--only", "bound6",
                "--attach", $"not_7000={NetworkSetup.Cgroup}", "--attach", $"bound6={NetworkSetup.Cgroup}",
            ],
            Command = NetworkSetup.Inside("busybox nc -l -p 7004 </dev/null & sleep 1; kill $!; busybox httpd -f -p 127.0.0.1:7000"),
        },
        new("cgroup-bind", "cgroup/bind4, cgroup/bind6", "cgroups", new Since("4.17"), report =>
        {
            report.Output.ShouldContain("127.0.0.1:7002 ");
            report.Output.ShouldNotContain("127.0.0.1:7001 ");
            report.Global("HITS").ShouldBe(2);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "bind_elsewhere", "--only", "bind6",
                "--attach", $"bind_elsewhere={NetworkSetup.Cgroup}", "--attach", $"bind6={NetworkSetup.Cgroup}",
            ],
            Command = NetworkSetup.Inside("busybox httpd -f -p 127.0.0.1:7001 & first=$!; busybox nc -l -p 7004 </dev/null & sleep 1; busybox netstat -ltn; kill $first $!"),
        },
        new("cgroup-connect", "cgroup/connect4, cgroup/connect6", "cgroups", new Since("4.17"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("hello");
            report.Global("HITS").ShouldBe(2);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "connect_elsewhere", "--only", "connect6",
                "--attach", $"connect_elsewhere={NetworkSetup.Cgroup}", "--attach", $"connect6={NetworkSetup.Cgroup}",
            ],
            Command = ["sh", "-c", NetworkSetup.Connection(7002, 7001, $"echo $$ >{NetworkSetup.Cgroup}/cgroup.procs; busybox nc -w 1 ::1 7009 </dev/null")],
        },
        new("cgroup-sendmsg", "cgroup/sendmsg4, cgroup/sendmsg6", "cgroups", new Since("4.18"), report =>
        {
            report.CommandExit.ShouldNotBe(0);
            report.Error.ShouldContain("not permitted");
            report.Global("HITS").ShouldBeGreaterThan(1);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "no_datagrams", "--only", "sendmsg6",
                "--attach", $"no_datagrams={NetworkSetup.Cgroup}", "--attach", $"sendmsg6={NetworkSetup.Cgroup}",
            ],
            Command = NetworkSetup.Inside("busybox traceroute6 -n -m 1 -q 1 -w 1 ::1 >/tmp/traceroute; busybox traceroute -n -m 1 -q 1 -w 1 127.0.0.1 >/tmp/traceroute"),
        },
        new("cgroup-recvmsg", "cgroup/recvmsg4, cgroup/recvmsg6", "cgroups", new Since("5.2"), report =>
        {
            report.Attached("recvmsg4").ShouldBe("link");
            report.Attached("recvmsg6").ShouldBe("link");
            report.Global("HITS").ShouldBeGreaterThan(0);
        })
        {
            // tftp waits for an answer on a port of the kernel's choice, and syslogd sends it something.
            Command =
            [
                "sh", "-c", $"(echo 0 >{NetworkSetup.Cgroup}/cgroup.procs; exec busybox tftp -g -l /tmp/tftp -r x 127.0.0.1 7050) & usleep 300000; "
                    + "port=$(awk 'NR == 2 { split($2, at, \":\"); print at[2] }' /proc/net/udp); "
                    + "busybox syslogd -n -R 127.0.0.1:$((0x$port)) & usleep 500000; busybox logger hello; sleep 1; kill $!; true",
            ],
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "recvmsg4", "--only", "recvmsg6",
                "--attach", $"recvmsg4={NetworkSetup.Cgroup}", "--attach", $"recvmsg6={NetworkSetup.Cgroup}",
            ],
            Lacks = KernelFeature.CgroupRecvMsg,
        },
        new("cgroup-names", "cgroup/getpeername4, 6, cgroup/getsockname4, 6", "cgroups", new Since("5.8"), report =>
        {
            report.Attached("getpeername4").ShouldBe("link");
            // arping asks for its own name, over IPv4; httpd for the other's, over IPv6.
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Global("PEERS").ShouldBeGreaterThan(0);
        })
        {
            Modules = ["veth"],
            Setup = [.. NetworkSetup.LoopbackAndCgroup, .. NetworkSetup.Veth],
            Command = NetworkSetup.Inside(
                "busybox arping -I cw0 -c 1 -w 1 10.77.0.3; busybox nc -l -p 7030 -e busybox httpd -i -h /tmp & sleep 1; "
                + "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | busybox nc -w 2 127.0.0.1 7030; kill $!; true"),
            Arguments =
            [
                "--only", "getpeername4", "--only", "getpeername6", "--only", "getsockname4", "--only", "getsockname6",
                "--attach", $"getpeername4={NetworkSetup.Cgroup}", "--attach", $"getpeername6={NetworkSetup.Cgroup}",
                "--attach", $"getsockname4={NetworkSetup.Cgroup}", "--attach", $"getsockname6={NetworkSetup.Cgroup}",
            ],
            Lacks = KernelFeature.CgroupPeerName,
        },
        new("cgroup-addresses", "cgroup/…4, …6 on datagrams and names of both families", "cgroups", new Since("5.8"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldBe(string.Concat(Enumerable.Repeat("7061\n7061\n7060\n", 2)));
            foreach (string program in s_ofAddresses)
                report.Global(program.ToUpperInvariant()).ShouldBeGreaterThan(0, program);
            report.Global("PEERS").ShouldBe(2, "getpeername4 and getpeername6");
        })
        {
            Executables = NetworkSetup.Exercise,
            Setup = NetworkSetup.LoopbackAndCgroup,
            Command = NetworkSetup.Inside("/job/exercise datagrams4 && /job/exercise datagrams6"),
            Arguments =
            [
                .. ((string[])[.. s_ofAddresses, "getpeername4", "getpeername6"])
                    .SelectMany(p => (string[])["--only", p, "--attach", $"{p}={NetworkSetup.Cgroup}"]),
            ],
            Lacks = KernelFeature.CgroupPeerName,
        },
        new("cgroup-unix", "cgroup/connect_unix, sendmsg_unix, recvmsg_unix, getpeername_unix, getsockname_unix", "cgroups", new Since("6.7"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Global("HITS").ShouldBeGreaterThan(0);
            report.Attached("connect_unix").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "connect_unix", "--only", "sendmsg_unix", "--only", "recvmsg_unix", "--only", "getpeername_unix",
                "--only", "getsockname_unix",
            ],
            Command = ["sh", "-c", "busybox syslogd -n -O /tmp/messages & sleep 1; busybox logger hello; kill $!"],
            Lacks = KernelFeature.CgroupUnix,
        },
        new("cgroup-sockopt", "cgroup/getsockopt, cgroup/setsockopt", "cgroups", new Since("5.3"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Global("HITS").ShouldBeGreaterThan(0);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments =
            [
                "--only", "getsockopt", "--only", "setsockopt",
                "--attach", $"getsockopt={NetworkSetup.Cgroup}", "--attach", $"setsockopt={NetworkSetup.Cgroup}",
            ],
            Command = NetworkSetup.Inside("busybox ping -c 1 -W 1 127.0.0.1"),
            Lacks = KernelFeature.CgroupSockOpt,
        },
        new("cgroup-sysctl", "cgroup/sysctl", "cgroups", new Since("5.2"), report =>
        {
            report.Output.ShouldContain("outside: 0");
            report.CommandExit.ShouldNotBe(0);
            report.Global("HITS").ShouldBe(1);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments = ["--only", "read_only", "--attach", $"read_only={NetworkSetup.Cgroup}"],
            Command = OutsideAndInside("echo 7 >/proc/sys/kernel/panic"),
            Lacks = KernelFeature.CgroupSysctl,
        },
        new("cgroup-dev", "cgroup/dev", "cgroups", new Since("4.15"), report =>
        {
            report.Output.ShouldContain("outside: 0");
            report.CommandExit.ShouldNotBe(0);
            report.Global("HITS").ShouldBe(1);
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            Arguments = ["--only", "no_zeroes", "--attach", $"no_zeroes={NetworkSetup.Cgroup}"],
            Command = OutsideAndInside("head -c 1 /dev/zero >/tmp/zero"),
        },
        new("sockops", "sockops", "cgroups", new Since("4.13"), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("hello");
            report.Global("HITS").ShouldBe(2);
            report.Attached("connections").ShouldBe("link");
        })
        {
            Setup = NetworkSetup.LoopbackAndCgroup,
            // Without a target: all processes.
            Arguments = ["--only", "connections"],
            Command = ["sh", "-c", NetworkSetup.Connection(7003, 7003)],
        },
    ];

    private static string[] OutsideAndInside(string command) =>
        ["sh", "-c", $"{command}; echo outside: $?; echo $$ >{NetworkSetup.Cgroup}/cgroup.procs; {command}"];
}
