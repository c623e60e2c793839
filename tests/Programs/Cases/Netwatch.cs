using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>TCP connections over the loopback, of which both sides are known: processes, ports, bytes.</summary>
internal sealed class Netwatch : IProgramCase
{
    // The applets by names of their own, so that threads are called like them.
    private const string Network = """
        busybox ip link set lo up
        mkdir -p /tmp/www
        for applet in nc wget httpd; do ln -s /bin/busybox /tmp/$applet; done
        head -c 70000 /dev/zero >/tmp/question
        head -c 5000 /dev/zero >/tmp/answer
        head -c 100000 /dev/zero >/tmp/www/page
        cat >/tmp/is-heard <<'END'
        #!/bin/sh
        grep -q ":$1 [0-9A-F]*:0000 0A" /proc/net/tcp /proc/net/tcp6
        END
        cat >/tmp/holds <<'END'
        #!/bin/sh
        test "$(wc -c <"$1")" = "$2"
        END
        chmod +x /tmp/is-heard /tmp/holds
        """;

    // Each side sends a file and knows that the other one has it before it ends, for nc ends once the other one does. nc listens for
    // IPv6 and IPv4 at once, httpd only for IPv4.
    private const string Conversations = """
        rm -f /tmp/heard* /tmp/told*
        { until_true 9 /tmp/holds /tmp/heard4 70000; cat /tmp/answer; } | /tmp/nc -l -p 9001 >/tmp/heard4 & server4=$!
        until_true 9 /tmp/is-heard 2329
        { cat /tmp/question; until_true 9 /tmp/holds /tmp/told4 5000; } | /tmp/nc 127.0.0.1 9001 >/tmp/told4 & client4=$!
        wait $client4
        wait $server4
        { until_true 9 /tmp/holds /tmp/heard6 70000; cat /tmp/answer; } | /tmp/nc -l -p 9002 >/tmp/heard6 & server6=$!
        until_true 9 /tmp/is-heard 232A
        { cat /tmp/question; until_true 9 /tmp/holds /tmp/told6 5000; } | /tmp/nc ::1 9002 >/tmp/told6 & client6=$!
        wait $client6
        wait $server6
        /tmp/httpd -f -p 127.0.0.1:9003 -h /tmp/www & httpd=$!
        until_true 9 /tmp/is-heard 232B
        /tmp/wget -q -O /tmp/page http://127.0.0.1:9003/page & wget=$!
        wait $wget
        /tmp/nc 127.0.0.1 9 </dev/null & refused=$!
        wait $refused
        echo $server4 $client4 $server6 $client6 $httpd $wget $refused
        """;

    public static ProgramCase Case { get; } = new("netwatch", new Since("5.10"),
    [
        new("json", answer =>
        {
            int[] pids = [.. answer.WorkloadOutput.Trim().Split(' ').Select(int.Parse)];
            JsonElement server4 = Closed(answer, pids[0]), client4 = Closed(answer, pids[1]);
            Talked(client4, "nc", "outgoing", sent: 70000, received: 5000);
            Talked(server4, "nc", "incoming", sent: 5000, received: 70000);
            Number(client4, "remote_port").ShouldBe(9001);
            Text(client4, "remote_address").ShouldBe("127.0.0.1");
            Text(server4, "remote_address").ShouldBe("::ffff:127.0.0.1");
            SamePorts(client4, server4);

            JsonElement server6 = Closed(answer, pids[2]), client6 = Closed(answer, pids[3]);
            Talked(client6, "nc", "outgoing", sent: 70000, received: 5000);
            Talked(server6, "nc", "incoming", sent: 5000, received: 70000);
            Addresses(client6, "::1");
            Addresses(server6, "::1");
            SamePorts(client6, server6);

            // The process that accepts is not the one that answers and closes.
            JsonElement httpd = Closed(answer, pids[4]), wget = Closed(answer, pids[5]);
            Number(wget, "received_bytes").ShouldBeGreaterThan(100_000);
            Number(wget, "sent_bytes").ShouldBe(Number(httpd, "received_bytes"));
            Number(wget, "received_bytes").ShouldBe(Number(httpd, "sent_bytes"));
            Text(httpd, "comm").ShouldBe("httpd");
            Addresses(wget, "127.0.0.1");
            Addresses(httpd, "127.0.0.1");
            SamePorts(wget, httpd);

            JsonElement refused = Closed(answer, pids[6]);
            refused.GetProperty("established").GetBoolean().ShouldBeFalse();
            Text(refused, "error").ShouldBe("ECONNREFUSED");
            Number(refused, "remote_port").ShouldBe(9);

            answer.EventsOf("close").Count.ShouldBe(7);
            answer.EventsOf("open").ShouldBeEmpty();
            JsonElement sums = answer.EventsOf("summary").Single(e => Number(e, "tgid") == pids[1]);
            Number(sums, "sent_bytes").ShouldBe(70000);
            Number(sums, "connections").ShouldBe(1);
            Number(answer.EventsOf("summary").Single(e => Number(e, "tgid") == pids[6]), "failed").ShouldBe(1);
        })
        {
            Workload = Conversations,
        },
        new("table", answer =>
        {
            int[] pids = [.. answer.WorkloadOutput.Trim().Split(' ').Select(int.Parse)];
            string[] Row(string start) => answer.Lines.Single(l => l.StartsWith(start)).Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
            Row("EVENT").ShouldBe(["EVENT", "PID", "COMM", "CONTAINER", "LOCAL", "REMOTE", "SENT_BYTES", "RECEIVED_BYTES", "MS", "ERROR"]);
            string[] client = Row($"close {pids[1]} ");
            client[2].ShouldBe("nc");
            client[5..9].ShouldBe(["->", "127.0.0.1:9001", "70000", "5000"]);
            string[] server = Row($"close {pids[2]} ");
            server[4..6].ShouldBe(["[::1]:9002", "<-"]);
            server[7..9].ShouldBe(["5000", "70000"]);
            Row($"close {pids[6]} ")[^1].ShouldBe("ECONNREFUSED");
            Row($"{pids[1]} ")[^4..].ShouldBe(["1", "0", "70000", "5000"]);
        })
        {
            Json = false,
            Workload = Conversations,
        },
        new("opened-by-comm", answer =>
        {
            int wget = int.Parse(answer.WorkloadOutput.Trim().Split(' ')[5]);
            answer.Events.Select(e => Text(e, "event")).ShouldBe(["open", "close", "summary"]);
            answer.Events.ShouldAllBe(e => Number(e, "tgid") == wget && Text(e, "comm") == "wget");
            Number(answer.Events[0], "remote_port").ShouldBe(9003);
            Number(answer.Events[0], "local_port").ShouldBe(Number(answer.Events[1], "local_port"));
        })
        {
            Arguments = ["--open", "--comm", "wget"],
            Workload = Conversations,
        },
        new("by-port", answer =>
        {
            answer.EventsOf("open").Count.ShouldBe(2);
            answer.EventsOf("close").Count.ShouldBe(2);
            answer.EventsOf("open").Concat(answer.EventsOf("close"))
                .ShouldAllBe(e => Number(e, "local_port") == 9002 || Number(e, "remote_port") == 9002);
        })
        {
            Arguments = ["--open", "--port=9002"],
            Workload = Conversations,
        },
        new FilterRun
        {
            Before = """
                /tmp/httpd -f -p 127.0.0.1:9005 -h /tmp/www &
                until_true 9 /tmp/is-heard 232D
                """,
            Act = "wget -q -O /dev/null http://127.0.0.1:9005/page",
            Event = "close",
        }.Of("netwatch"),
        DurationRun.Of(null),
        new("bad-port", answer => answer.Error.ShouldContain("--port"))
        {
            Arguments = ["--port", "70000"],
            Exit = 2,
        },
    ])
    {
        Setup = Network,
    };

    private static JsonElement Closed(RunAnswer answer, int pid) => answer.EventsOf("close").Single(e => Number(e, "tgid") == pid);

    private static void Talked(JsonElement side, string comm, string direction, int sent, int received)
    {
        Text(side, "comm").ShouldBe(comm);
        Text(side, "direction").ShouldBe(direction);
        side.GetProperty("established").GetBoolean().ShouldBeTrue();
        Number(side, "sent_bytes").ShouldBe(sent);
        Number(side, "received_bytes").ShouldBe(received);
        Number(side, "errno").ShouldBe(0);
        Number(side, "duration_ns").ShouldBeInRange(1, 30_000_000_000);
        Number(side, "duration_ns").ShouldBeGreaterThanOrEqualTo(Number(side, "handshake_ns"));
    }

    private static void Addresses(JsonElement side, string address)
    {
        Text(side, "local_address").ShouldBe(address);
        Text(side, "remote_address").ShouldBe(address);
    }

    private static void SamePorts(JsonElement client, JsonElement server)
    {
        Number(client, "local_port").ShouldBe(Number(server, "remote_port"));
        Number(client, "remote_port").ShouldBe(Number(server, "local_port"));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
