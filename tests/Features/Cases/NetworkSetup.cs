using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Corewright.Tests.Features.Cases;

/// <summary>What the network's features need in a guest before they are shown.</summary>
internal static class NetworkSetup
{
    /// <summary>A cgroup for what programs of cgroups are to see.</summary>
    public const string Cgroup = "/sys/fs/cgroup/corewright";

    /// <summary>An address on the other side of <see cref="Veth"/>.</summary>
    public const string VethPeerAddress = "10.77.0.2";

    /// <summary>Puts <c>/job/exercise</c> into the guest, see <see cref="GuestTool"/>.</summary>
    public static IReadOnlyDictionary<string, Func<string, Task<byte[]>>> Exercise { get; } =
        new Dictionary<string, Func<string, Task<byte[]>>> { ["/job/exercise"] = GuestTool.BuildAsync };

    /// <summary>Two pings to this machine.</summary>
    public static IReadOnlyList<string> Ping { get; } = ["busybox", "ping", "-c", "2", "-W", "1", "127.0.0.1"];

    /// <summary>The loopback interface is up and lets pings through: whatever another feature attached to it is gone.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Loopback { get; } =
    [
        ["busybox", "ip", "link", "set", "lo", "up"],
        ["busybox", "ping", "-c", "1", "-W", "2", "127.0.0.1"],
    ];

    /// <summary>As <see cref="Loopback"/>, and without clsact: it went with the filters that it was made for.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> LoopbackWithoutClsact { get; } =
        [.. Loopback, ["sh", "-c", "! busybox tc qdisc show dev lo | grep clsact"]];

    /// <summary>As <see cref="Loopback"/>, and an empty cgroup.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> LoopbackAndCgroup { get; } = [.. Loopback, ["mkdir", "-p", Cgroup]];

    /// <summary>A pair of interfaces, <c>cw0</c> and <c>veth0</c>, and a way to an address behind it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Veth { get; } =
    [
        ["sh", "-c", "test -e /sys/class/net/cw0 || busybox ip link add name cw0 type veth"],
        ["busybox", "ip", "link", "set", "cw0", "up"],
        ["busybox", "ip", "link", "set", "veth0", "up"],
        ["sh", "-c", "busybox ip addr show dev cw0 | grep -q 10.77.0.1 || busybox ip addr add 10.77.0.1/24 dev cw0"],
        ["busybox", "arp", "-i", "cw0", "-s", VethPeerAddress, "02:00:00:00:00:02"],
    ];

    /// <summary>A second pair, <c>cwx0</c> and <c>veth1</c>.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> OtherVeth { get; } =
    [
        ["sh", "-c", "test -e /sys/class/net/cwx0 || busybox ip link add name cwx0 type veth"],
        ["busybox", "ip", "link", "set", "cwx0", "up"],
        ["busybox", "ip", "link", "set", "veth1", "up"],
    ];

    /// <summary>Runs a shell's command in <see cref="Cgroup"/>.</summary>
    public static IReadOnlyList<string> Inside(string command) =>
        ["sh", "-c", $"echo $$ >{Cgroup}/cgroup.procs && {{ {command}; }}"];

    /// <summary>One connection: who listens on one port, who connects to the other, and what comes out there.</summary>
    public static string Connection(int listens, int connects, string before = "true") =>
        $"echo hello | busybox nc -l -p {listens} >/dev/null & nc=$!; sleep 1; {before}; "
        + $"busybox nc -w 3 127.0.0.1 {connects} </dev/null; code=$?; kill $nc 2>/dev/null; exit $code";

    /// <summary>For a shell: sets a variable to the number that the kernel gave a program of the object.</summary>
    public static string ProgramId(string variable, string name) => $"{variable}=$(bpftool prog show name {name} | head -n 1 | cut -d: -f1)";

    /// <summary>For a shell: sets a variable to the number that the kernel gave a map of the object.</summary>
    public static string MapId(string variable, string name) => $"{variable}=$(bpftool map show name {name} | head -n 1 | cut -d: -f1)";

    /// <summary>How a program is attached: as a link from a version on.</summary>
    public static string Way(FeatureReport report, string since, string before) => new Since(since).Includes(report.Kernel) ? "link" : before;
}
