using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Packets that are dropped, and those that are not, by rules that change.</summary>
internal sealed class Xdpwall : IProgramCase
{
    // An echo request to this machine: Ethernet, the address headers, 8 bytes of ICMP and the 56 that ping puts behind them.
    private const int PingBytes = 14 + 20 + 8 + 56;
    private const int Ping6Bytes = 14 + 40 + 8 + 56;

    // Loopback, where every packet is one of ours; and a pair of interfaces, the other end of which is in $peer.
    private const string Network = """
        set -e
        busybox ip link set lo up
        busybox ip -6 addr add 2001:db8::2/128 dev lo
        busybox ip -6 addr add 2001:db8::3/128 dev lo
        busybox ip link add name xw0 type veth
        for i in /sys/class/net/*; do
            [ "$(cat "$i/ifindex")" != "$(cat /sys/class/net/xw0/iflink)" ] || busybox ip link set "${i##*/}" name xw1
        done
        busybox ip link set xw0 up
        busybox ip link set xw1 up
        busybox ip addr add 10.79.0.1/24 dev xw0
        busybox arp -i xw0 -s 10.79.0.2 02:00:00:00:00:02
        echo '# none yet' >/tmp/xdpwall.rules
        """;

    private const string Pings = """
        busybox ping -c 3 -W 1 -I 127.0.0.2 127.0.0.1 && exit 1
        busybox ping -c 2 -W 3 -I 127.0.0.3 127.0.0.1 || exit 2
        busybox ping -6 -c 2 -W 1 -I 2001:db8::2 ::1 && exit 3
        busybox ping -6 -c 1 -W 3 -I 2001:db8::3 ::1 || exit 4
        """;

    // What no network would carry: BPF_PROG_TEST_RUN shows it to the program that is attached.
    private const string OddPackets = """
        id=$(bpftool prog show name on_packet | head -n 1 | cut -d: -f1)
        judge() {
            printf "$2" >/tmp/packet
            bpftool prog run id "$id" data_in /tmp/packet data_out /dev/null | sed -n "s/.*Return value: \([0-9]*\).*/$1 \1/p"
        }
        macs='\2\0\0\0\0\1\2\0\0\0\0\2'
        ip='\105\0\0\24\0\0\0\0\100\1\0\0\300\0\2\1\300\0\2\2'
        later='\105\0\0\24\0\0\0\100\100\1\0\0\300\0\2\1\300\0\2\2'
        ip6='\140\0\0\0\0\0\73\100\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1'
        judge plain "$macs\10\0$ip"
        judge tagged "$macs\201\0\0\7\10\0$ip"
        judge twice "$macs\210\250\0\1\201\0\0\2\206\335$ip6"
        judge thrice "$macs\210\250\0\1\201\0\0\2\201\0\0\3\10\0$ip"
        judge fragment "$macs\10\0$later"
        judge cut "$macs\10\0\105\0\0\24\0\0\0\0\100\1\0\0\300\0\2"
        judge cut-tag "$macs\201\0\0\7\10"
        judge lying "$macs\206\335$ip$ip"
        judge arp "$macs\10\6\0\1\10\0\6\4\0\1"
        judge bare "$macs\10\0"
        """;

    private const string Edits = """
        stands() { until_true 10 grep -q "$1" "$OUT"; }
        busybox ping -c 1 -W 3 -I 127.0.0.4 127.0.0.1 || exit 1
        printf 'deny 127.0.0.4/30 # all four\nallow 127.0.0.5\n' >/tmp/xdpwall.rules
        stands '"rule_added","verdict":"allow","prefix":"127.0.0.5/32"' || exit 2
        busybox ping -c 2 -W 1 -I 127.0.0.4 127.0.0.1 && exit 3
        busybox ping -c 1 -W 3 -I 127.0.0.5 127.0.0.1 || exit 4
        printf 'deny 127.0.0.4/30\nallow 127.0.0.\n' >/tmp/xdpwall.rules
        stands '"rules_refused","line":2' || exit 5
        busybox ping -c 1 -W 1 -I 127.0.0.4 127.0.0.1 && exit 6
        printf 'allow 127.0.0.4/30\n' >/tmp/xdpwall.new
        mv /tmp/xdpwall.new /tmp/xdpwall.rules
        stands '"rule_removed","verdict":"allow","prefix":"127.0.0.5/32"' || exit 7
        busybox ping -c 1 -W 3 -I 127.0.0.4 127.0.0.1 || exit 8
        # The other version of IP by the same ways: dropped from now on, and let through again.
        busybox ping -6 -c 1 -W 3 -I 2001:db8::2 ::1 || exit 11
        printf 'allow 127.0.0.4/30\ndeny 2001:db8::/64\nallow 2001:db8::3\n' >/tmp/xdpwall.rules
        stands '"rule_added","verdict":"allow","prefix":"2001:db8::3/128"' || exit 12
        busybox ping -6 -c 2 -W 1 -I 2001:db8::2 ::1 && exit 13
        busybox ping -6 -c 1 -W 3 -I 2001:db8::3 ::1 || exit 14
        printf 'allow 127.0.0.4/30\n' >/tmp/xdpwall.rules
        stands '"rule_removed","verdict":"allow","prefix":"2001:db8::3/128"' || exit 15
        busybox ping -6 -c 1 -W 3 -I 2001:db8::2 ::1 || exit 16
        rm /tmp/xdpwall.rules
        stands 'the file can.t be read' || exit 9
        busybox ping -c 1 -W 3 -I 127.0.0.4 127.0.0.1 || exit 10
        echo '# none yet' >/tmp/xdpwall.rules
        """;

    // A loader of its own, for the harness gives none an input.
    private const string Commands = """
        mkfifo /tmp/wall
        /job/xdpwall --interface lo:generic --rules - --deny 127.0.0.6 --interval 1 </tmp/wall >"$RESULTS/wall.out" 2>"$RESULTS/wall.err" &
        wall=$!
        exec 9>/tmp/wall
        said() { until_true 10 grep -q "$1" "$RESULTS/wall.err"; }
        said attached || exit 1
        busybox ping -c 1 -W 1 -I 127.0.0.6 127.0.0.1 && exit 2
        printf 'remove 127.0.0.6\nden' >&9
        said 'removed: deny 127.0.0.6/32, which had 1 packets' || exit 3
        busybox ping -c 1 -W 3 -I 127.0.0.6 127.0.0.1 || exit 4
        printf 'y 127.0.0.6/31\nremove 10.0.0.0/8\nfrobnicate\n' >&9
        said 'line 4: a rule is deny PREFIX' || exit 5
        busybox ping -c 2 -W 1 -I 127.0.0.7 127.0.0.1 && exit 6
        exec 9>&-
        sleep 1
        busybox ping -c 1 -W 1 -I 127.0.0.7 127.0.0.1 && exit 7
        kill -TERM $wall
        wait $wall
        """;

    public static ProgramCase Case { get; } = new("xdpwall", new Since("5.10"),
    [
        new("json", answer =>
        {
            Rule(answer, "127.0.0.2/32").ShouldBe((3, 3 * PingBytes));
            Rule(answer, "127.0.0.0/30").ShouldBe((2 + 2, 4 * PingBytes));
            Rule(answer, "2001:db8::/64").ShouldBe((2, 2 * Ping6Bytes));
            Rule(answer, "2001:db8::3/128").ShouldBe((1, Ping6Bytes));
            Rule(answer, "10.0.0.0/8").ShouldBe((0, 0));
            JsonElement summary = answer.Events[^1];
            summary.GetProperty("event").GetString().ShouldBe("summary");
            summary.GetProperty("rules").GetInt32().ShouldBe(5);
            Counts(summary, "denied").ShouldBe((5, (3 * PingBytes) + (2 * Ping6Bytes)));
            Counts(summary, "allowed").ShouldBe((5, (4 * PingBytes) + Ping6Bytes));
            // The reply from ::1.
            Counts(summary, "passed").ShouldBe((1, Ping6Bytes));
            Counts(summary, "other").ShouldBe((0, 0));
            Counts(summary, "malformed").ShouldBe((0, 0));
        })
        {
            Arguments =
            [
                "--interface", "lo:generic", "--deny", "127.0.0.2", "--allow=127.0.0.0/30", "--deny", "2001:db8::1/64", "--allow", "2001:db8::3",
                "--deny", "10.1.2.3/8",
            ],
            Workload = Pings,
        },
        new("odd-packets", answer =>
        {
            answer.WorkloadOutput.Trim().Split('\n').ShouldBe(
            [
                "plain 1", "tagged 1", "twice 1", "thrice 2", "fragment 1", "cut 2", "cut-tag 2", "lying 2", "arp 2", "bare 2",
            ]);
            Rule(answer, "192.0.2.0/24").ShouldBe((3, 14 + 18 + 14 + (3 * 20)));
            Rule(answer, "2001:db8::/32").ShouldBe((1, 22 + 40));
            JsonElement summary = answer.Events[^1];
            Counts(summary, "denied").Packets.ShouldBe(4);
            Counts(summary, "malformed").Packets.ShouldBe(4);
            Counts(summary, "other").Packets.ShouldBe(2);
        })
        {
            Arguments = ["--interface", "lo:generic", "--deny", "192.0.2.0/24", "--deny", "2001:db8::/32"],
            Workload = OddPackets,
        },
        new("rules-file", answer =>
        {
            string[] changes = [.. answer.Events.Select(Text).Where(t => t is not null).Select(t => t!)];
            changes.ShouldBe(
            [
                "rule_added deny 127.0.0.4/30", "rule_added allow 127.0.0.5/32", "rules_refused 2",
                "rule_removed deny 127.0.0.4/30", "rule_added allow 127.0.0.4/30", "rule_removed allow 127.0.0.5/32",
                "rule_added deny 2001:db8::/64", "rule_added allow 2001:db8::3/128",
                "rule_removed deny 2001:db8::/64", "rule_removed allow 2001:db8::3/128", "rules_refused 0",
            ]);
            IReadOnlyList<JsonElement> removed = answer.EventsOf("rule_removed");
            Numbers(removed.Single(e => e.GetProperty("prefix").GetString() == "127.0.0.4/30")).ShouldBe((3, 3 * PingBytes));
            Numbers(removed.Single(e => e.GetProperty("prefix").GetString() == "2001:db8::/64")).ShouldBe((2, 2 * Ping6Bytes));
            Numbers(removed.Single(e => e.GetProperty("prefix").GetString() == "2001:db8::3/128")).ShouldBe((1, Ping6Bytes));
            Rule(answer, "127.0.0.4/30").ShouldBe((2, 2 * PingBytes));
            answer.EventsOf("counts").Count.ShouldBeGreaterThan(2);
        })
        {
            Arguments = ["--interface", "lo:generic", "--rules", "/tmp/xdpwall.rules", "--interval", "1"],
            Workload = Edits,
            Patience = System.TimeSpan.FromSeconds(90),
        },
        new("commands", answer =>
        {
            string said = answer.File("wall.err");
            said.ShouldContain("added: deny 127.0.0.6/31\n");
            said.ShouldContain("rules not taken, line 3: there is no rule for this prefix\n");
            string last = answer.File("wall.out").TrimEnd().Split("\n\n")[^1];
            Columns(last, "deny").ShouldBe(["deny", "127.0.0.6/31", "3", $"{3 * PingBytes}"]);
        })
        {
            Arguments = ["--interface", "xw0"],
            Workload = Commands,
            Patience = System.TimeSpan.FromSeconds(90),
        },
        new("native", answer =>
        {
            string[] tables = answer.Output.TrimEnd().Split("\n\n");
            tables.Length.ShouldBeGreaterThan(1);
            foreach (string table in tables)
                table.ShouldStartWith("VERDICT   FROM");
            Columns(tables[^1], "deny").ShouldBe(["deny", "10.79.0.0/24", "3", $"{3 * PingBytes}"]);
            Columns(tables[^1], "denied").ShouldBe(["denied", "all", "rules", "3", $"{3 * PingBytes}"]);
            answer.WorkloadOutput.ShouldContain("xw1");
            answer.WorkloadOutput.ShouldContain("driver");
        })
        {
            Json = false,
            Arguments = ["--interface", "xw0:native", "--interface", "xw1:native", "--deny", "10.79.0.77/24", "--interval=1"],
            Workload = "busybox ping -c 3 -W 1 10.79.0.2; bpftool net show; sleep 1",
        },
        DurationRun.Of("summary", "--interface", "lo:generic", "--deny", "192.0.2.0/24"),
        new("without-interface", answer => answer.Error.ShouldContain("--interface IF"))
        {
            Exit = 2,
        },
        new("no-such-interface", answer => answer.Error.ShouldContain("there is no such network interface"))
        {
            Arguments = ["--interface", "nowhere"],
            Exit = 10,
        },
        new("bad-prefix", answer => answer.Error.ShouldContain("10.0.0.0/33: not a prefix such as 10.0.0.0/8"))
        {
            Arguments = ["--interface", "lo", "--deny", "10.0.0.0/33"],
            Exit = 2,
        },
        new("no-such-file", answer => answer.Error.ShouldContain("--rules /tmp/nothing: the file can't be read: ENOENT"))
        {
            Arguments = ["--interface", "lo", "--rules", "/tmp/nothing"],
            Exit = 2,
        },
    ])
    {
        Modules = ["veth"],
        Setup = Network,
    };

    private static (int Packets, int Bytes) Rule(RunAnswer answer, string prefix) =>
        Numbers(answer.EventsOf("rule").Last(e => e.GetProperty("prefix").GetString() == prefix));

    private static (int Packets, int Bytes) Counts(JsonElement of, string outcome) => Numbers(of.GetProperty(outcome));

    private static (int Packets, int Bytes) Numbers(JsonElement of) => (of.GetProperty("packets").GetInt32(), of.GetProperty("bytes").GetInt32());

    private static string? Text(JsonElement change) => change.GetProperty("event").GetString() switch
    {
        "rules_refused" => $"rules_refused {change.GetProperty("line").GetInt32()}",
        "rule_added" or "rule_removed" => string.Join(
            ' ', change.GetProperty("event").GetString(), change.GetProperty("verdict").GetString(), change.GetProperty("prefix").GetString()),
        _ => null,
    };

    private static string[] Columns(string table, string verdict) =>
        table.Split('\n').Select(l => l.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)).Last(c => c[0] == verdict);
}
