using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Pings and connections on loopback, where each packet goes out and comes in.</summary>
internal sealed class Flowmeter : IProgramCase
{
    private const string Again = "sent again: ";

    private const string Container = "5f0e3a7c91d24b68a05e77d1c3b9f2864d10ab93ce5582f76e413d09a8bc7f25";

    // Ethernet, the address headers, 8 bytes of ICMP and the 56 that ping puts behind them.
    private const int PingBytes = 14 + 20 + 8 + 56;
    private const int Ping6Bytes = 14 + 40 + 8 + 56;

    // Ethernet, IPv4, TCP with timestamps; with the options of a first segment 8 more.
    private const int SegmentBytes = 14 + 20 + 32;
    private const int MostInSegment = 1448;
    private const int Sent = 1_000_000;

    // Packets of 1500 bytes, so that the kernel hands out what has to be cut up, for it is written in large pieces.
    private const string Network = $$"""
        set -e
        busybox ip link set lo up mtu 1500
        mkdir -p /sys/fs/cgroup/system.slice/docker-{{Container}}.scope/inner
        """;

    private const string Traffic = $$"""
        scope=/sys/fs/cgroup/system.slice/docker-{{Container}}.scope
        inside() { sh -c 'echo $$ >'"$1"'/cgroup.procs && shift && exec "$@"' sh "$@"; }
        inside $scope busybox ping -c 3 -W 3 -I 127.0.0.2 127.0.0.3 || exit 1
        busybox ping -6 -c 2 -W 3 ::1 || exit 2
        busybox nslookup -type=a example.org 127.0.0.1
        sent_again() { awk '/^Tcp:/ { for (i = 2; i <= NF; i++) if ($i == "RetransSegs") at = i; else if (i == at) print $i }' /proc/net/snmp; }
        before=$(sent_again)
        mkfifo /tmp/says-nothing
        exec 8<>/tmp/says-nothing
        busybox nc -l -p 7777 <&8 | wc -c & server=$!
        until_true 10 grep -q ':1E61 ' /proc/net/tcp /proc/net/tcp6 || exit 3
        inside $scope busybox nc -w 5 127.0.0.1 7777 -e dd if=/dev/zero bs=250000 count=4
        wait $server
        sleep 1.5
        echo sent again: $(($(sent_again) - before))
        """;

    private const string TwoPings = $$"""
        scope=/sys/fs/cgroup/system.slice/docker-{{Container}}.scope
        inside() { sh -c 'echo $$ >'"$1"'/cgroup.procs && shift && exec "$@"' sh "$@"; }
        inside $scope busybox ping -c 2 -W 3 -I 127.0.0.4 127.0.0.1 || exit 1
        inside $scope/inner busybox ping -c 1 -W 3 -I 127.0.0.5 127.0.0.1 || exit 2
        busybox ping -c 1 -W 3 -I 127.0.0.6 127.0.0.1 || exit 3
        sleep 1.5
        """;

    public static ProgramCase Case { get; } = new("flowmeter", new Since("5.10"),
    [
        new("json", answer =>
        {
            answer.WorkloadOutput.ShouldContain($"\n{Sent}\n");
            JsonElement ping = Total(answer, "egress", e => Text(e, "source") == "127.0.0.2");
            Counts(ping).ShouldBe((3, 3 * PingBytes));
            Text(ping, "protocol").ShouldBe("icmp");
            Text(ping, "destination").ShouldBe("127.0.0.3");
            Text(ping, "interface").ShouldBe("lo");
            ping.GetProperty("source_port").GetInt32().ShouldBe(0);
            Text(ping.GetProperty("container"), "id").ShouldBe(Container);
            Text(ping.GetProperty("container"), "runtime").ShouldBe("docker");
            // Nobody says whose an echo request is that comes in.
            JsonElement arrived = Total(answer, "ingress", e => Text(e, "source") == "127.0.0.2");
            Counts(arrived).ShouldBe((3, 3 * PingBytes));
            arrived.GetProperty("cgroup_id").ValueKind.ShouldBe(JsonValueKind.Null);

            JsonElement[] six = [.. answer.EventsOf("flow_total").Where(e => Text(e, "source") == "::1" && Text(e, "direction") == "egress")];
            six.ShouldAllBe(e => Text(e, "protocol") == "icmpv6" && Text(e, "destination") == "::1" && Number(e, "version") == 6);
            (six.Sum(e => Counts(e).Packets), six.Sum(e => Counts(e).Bytes)).ShouldBe((4, 4 * Ping6Bytes));

            JsonElement question = answer.EventsOf("flow_total").First(e => Text(e, "direction") == "egress" && Number(e, "destination_port") == 53);
            Text(question, "protocol").ShouldBe("udp");
            (Counts(question).Bytes % (14 + 20 + 8 + 29)).ShouldBe(0);

            JsonElement sent = Total(answer, "egress", e => Number(e, "destination_port") == 7777 && Has(e, "container"));
            Text(sent, "protocol").ShouldBe("tcp");
            Counts(sent).Packets.ShouldBeGreaterThan(Sent / 1448);
            // The last packet may be the kernel's own, of a connection that nobody has any more.
            JsonElement[] went = [.. answer.EventsOf("flow_total").Where(e => Text(e, "direction") == "egress" && Number(e, "destination_port") == 7777)];
            // TCP sends a piece again where the other side is slow; the kernel counts in how many segments it did.
            int segmentsAgain = int.Parse(answer.WorkloadOutput[(answer.WorkloadOutput.IndexOf(Again, System.StringComparison.Ordinal) + Again.Length)..]);
            long once = Sent + 8 + (went.Sum(e => Counts(e).Packets) * (long)SegmentBytes);
            went.Sum(e => Counts(e).Bytes).ShouldBeInRange(once, once + (segmentsAgain * MostInSegment));
            went.Sum(e => Counts(e).Bytes).ShouldBeInRange(Counts(sent).Bytes, Counts(sent).Bytes + SegmentBytes);
            // The same packets as they come in: whose they are is known once something was sent back, after the first one.
            JsonElement[] received = [.. answer.EventsOf("flow_total").Where(e => Text(e, "direction") == "ingress" && Number(e, "destination_port") == 7777)];
            received.Length.ShouldBe(2);
            received.Sum(e => Counts(e).Bytes).ShouldBe(went.Sum(e => Counts(e).Bytes));
            Counts(received.Single(e => e.GetProperty("cgroup_id").ValueKind == JsonValueKind.Null)).ShouldBe((1, SegmentBytes + 8));
            received.ShouldAllBe(e => !Has(e, "container"));
            // What came back to the container.
            JsonElement answered = Total(answer, "ingress", e => Number(e, "source_port") == 7777);
            Text(answered.GetProperty("container"), "id").ShouldBe(Container);

            JsonElement summary = answer.Events[^1];
            Text(summary, "event").ShouldBe("summary");
            Counts(summary.GetProperty("egress")).ShouldBe(Counts(summary.GetProperty("ingress")));
            Counts(summary.GetProperty("malformed")).ShouldBe((0, 0));
            Number(summary, "flows").ShouldBe(answer.EventsOf("flow_total").Count);
            foreach (string direction in (string[])["ingress", "egress"])
            {
                answer.EventsOf("cgroup_total").Sum(e => Counts(e.GetProperty(direction)).Bytes).ShouldBe(Counts(summary.GetProperty(direction)).Bytes);
                answer.EventsOf("flow_total").Where(e => Text(e, "direction") == direction).Sum(e => Counts(e).Packets)
                    .ShouldBe(Counts(summary.GetProperty(direction)).Packets);
            }

            // What was printed bit by bit, is as much as there was in all.
            answer.EventsOf("flow").Where(e => Text(e, "source") == "127.0.0.2" && Text(e, "direction") == "egress")
                .Sum(e => Counts(e).Packets).ShouldBe(3);
        })
        {
            Arguments = ["--interface", "lo", "--interval", "1", "--top", "100"],
            Workload = Traffic,
        },
        new("table", answer =>
        {
            answer.Lines[0].Split(' ', System.StringSplitOptions.RemoveEmptyEntries)
                .ShouldBe(["DIR", "INTERFACE", "PROTO", "SOURCE", "DESTINATION", "CONTAINER", "PACKETS", "BYTES"]);
            string summary = answer.Output[answer.Output.LastIndexOf("ALL FLOWS\n", System.StringComparison.Ordinal)..];
            string[] rows = [.. summary.Split('\n').Select(l => string.Join(' ', l.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)))];
            rows.ShouldContain($"out lo icmp 127.0.0.4 127.0.0.1 {Container[..12]} 2 {2 * PingBytes}");
            rows.ShouldContain($"in lo icmp 127.0.0.4 127.0.0.1 ? 2 {2 * PingBytes}");
            rows.ShouldContain($"egress 8 {8 * PingBytes}");
        })
        {
            Json = false,
            Arguments = ["--interface", "lo", "--interval=1", "--top=50"],
            Workload = TwoPings,
        },
        new("by-container", answer =>
        {
            JsonElement[] flows = [.. answer.EventsOf("flow_total")];
            flows.Select(e => (Text(e, "source"), Counts(e).Packets)).ShouldBe([("127.0.0.4", 2), ("127.0.0.5", 1)]);
            flows.ShouldAllBe(e => Text(e.GetProperty("container"), "id") == Container && Text(e, "direction") == "egress");
            Counts(answer.Events[^1].GetProperty("egress")).ShouldBe((3, 3 * PingBytes));
            Counts(answer.Events[^1].GetProperty("ingress")).ShouldBe((0, 0));
        })
        {
            Arguments = ["--interface", "lo", "--container", Container[..8]],
            Workload = TwoPings,
        },
        DurationRun.Of("summary", "--interface", "lo"),
        new("without-interface", answer => answer.Error.ShouldContain("--interface IF"))
        {
            Exit = 2,
        },
        new("no-such-container", answer => answer.Error.ShouldContain("no running container has this name"))
        {
            Arguments = ["--interface", "lo", "--container", "nobody"],
            Exit = 2,
        },
    ])
    {
        Modules = ["sch_ingress", "cls_bpf"],
        Setup = Network,
    };

    private static JsonElement Total(RunAnswer answer, string direction, System.Func<JsonElement, bool> which) =>
        answer.EventsOf("flow_total").Single(e => Text(e, "direction") == direction && which(e));

    private static bool Has(JsonElement of, string name) => of.TryGetProperty(name, out _);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static (int Packets, long Bytes) Counts(JsonElement of) => (of.GetProperty("packets").GetInt32(), of.GetProperty("bytes").GetInt64());
}
