using System;
using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Corewright.Tests.Features.Cases;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Connections and datagrams of two cgroups, of which one may not get everywhere.</summary>
internal sealed class Netguard : IProgramCase
{
    private const string Cgroup = "/sys/fs/cgroup/guarded";

    private const string Container = "5ec7a3b1c9d84f60a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778f";

    private const string ContainerCgroup = $"/sys/fs/cgroup/system.slice/docker-{Container}.scope";

    // A server, and ways to ask it: from here, and from a cgroup, whose processes leave their ids. Who is refused hears EPERM.
    private const string Server = """
        busybox httpd -f -p '[::]:8080' -h /tmp/www &
        listens() { grep -q ':1F90 .* 0A ' /proc/net/tcp6; }
        until_true 10 listens
        tries() {
            name=$1; shift
            said=$("$@" 2>&1) && echo "$name: ${said%%[!a-zA-Z]*}" || case "$said" in *"not permitted"*) echo "$name: EPERM";; *) echo "$name: $said";; esac
        }
        rm -f /tmp/pids
        within() { sh -c 'echo $$ >"$0/cgroup.procs"; echo $$ >>/tmp/pids; exec "$@"' "$@"; }
        page() { busybox wget -q -T 5 -O - "http://$1:8080/page"; }

        """;

    private static readonly string[] s_rule = ["deny", "2", "::1"];

    private static readonly string[] s_commands = ["busybox", "busybox", "busybox", "exercise", "exercise"];

    public static ProgramCase Case { get; } = new("netguard", new Since("4.18"),
    [
        new("json", answer =>
        {
            answer.WorkloadOutput.ShouldStartWith("""
                outside: page
                inside: EPERM
                elsewhere: page
                mapped: EPERM
                version 6: EPERM
                ping: PING
                datagram: 0
                datagram inside: 5
                datagram 6 inside: 5

                """);
            JsonElement[] refused = [.. answer.EventsOf("refused")];
            refused.Select(e => $"{Text(e, "call")} {Text(e, "protocol")} {Text(e, "destination")} {Number(e, "destination_port")}, {Text(e, "rule")}").ShouldBe(
            [
                "connect tcp 127.0.0.1 8080, 127.0.0.0/8:8080",
                "connect tcp 127.0.0.1 8080, 127.0.0.0/8:8080",
                "connect tcp ::1 8080, [::1]:8080",
                "send udp 127.0.0.1 7060, [::ffff:127.0.0.0/104]:7060",
                "send udp ::1 7060, [::/0]:7060",
            ]);
            long[] pids = Pids(answer);
            refused.Select(e => Number(e, "pid")).ShouldBe([pids[0], pids[2], pids[3], pids[5], pids[6]]);
            refused.Select(e => Text(e, "comm")).ShouldBe(s_commands);
            answer.EventsOf("allowed").ShouldBeEmpty();
            Attempts(answer, "127.0.0.0/8:8080").ShouldBe(2);
            Attempts(answer, "127.0.0.2").ShouldBe(1);
            Attempts(answer, "[::/0]:7060").ShouldBe(1);
            JsonElement summary = answer.EventsOf("summary").Single();
            Number(summary, "refused").ShouldBe(5);
            Number(summary, "allowed").ShouldBe(1 + Attempts(answer, "default"));
        })
        {
            Arguments =
            [
                "--cgroup", Cgroup, "--deny", "127.0.0.0/8:8080", "--deny=[::1]:8080", "--allow", "127.0.0.2",
                "--deny", "[::ffff:127.0.0.0/104]:7060", "--deny", "[::/0]:7060",
            ],
            Workload = Server + """
                inside() { within /sys/fs/cgroup/guarded "$@"; }
                tries outside page 127.0.0.1
                tries inside inside busybox wget -q -T 5 -O - http://127.0.0.1:8080/page
                tries elsewhere inside busybox wget -q -T 5 -O - http://127.0.0.2:8080/page
                tries mapped inside busybox wget -q -T 5 -O - 'http://[::ffff:127.0.0.1]:8080/page'
                tries 'version 6' inside busybox wget -q -T 5 -O - 'http://[::1]:8080/page'
                tries ping inside busybox ping -c 1 127.0.0.1
                /job/exercise datagrams4 >/dev/null; echo "datagram: $?"
                inside /job/exercise datagrams4 >/dev/null; echo "datagram inside: $?"
                inside /job/exercise datagrams6 >/dev/null; echo "datagram 6 inside: $?"
                echo $(cat /tmp/pids)
                """,
        },
        new("container", answer =>
        {
            answer.WorkloadOutput.ShouldStartWith("""
                outside: page
                other port: EPERM
                inside: page

                """);
            long[] pids = Pids(answer);
            JsonElement refused = answer.EventsOf("refused").Single(), allowed = answer.EventsOf("allowed").Single();
            (Number(refused, "pid"), Number(refused, "destination_port"), Text(refused, "rule")).ShouldBe((pids[0], 8081, "default"));
            (Number(allowed, "pid"), Number(allowed, "destination_port"), Text(allowed, "rule")).ShouldBe((pids[1], 8080, "127.0.0.0/8:8080"));
            foreach (JsonElement attempt in (JsonElement[])[refused, allowed])
            {
                Text(attempt.GetProperty("container"), "id").ShouldBe(Container);
                Text(attempt.GetProperty("container"), "runtime").ShouldBe("docker");
            }
            Attempts(answer, "default").ShouldBe(1);
        })
        {
            Arguments = ["--container", Container[..12], "--default", "deny", "--allow", "127.0.0.0/8:8080", "--all"],
            Workload = Server + $"""
                tries outside page 127.0.0.1
                tries 'other port' within {ContainerCgroup} busybox wget -q -T 5 -O - http://127.0.0.1:8081/page
                tries inside within {ContainerCgroup} busybox wget -q -T 5 -O - http://127.0.0.1:8080/page
                echo $(cat /tmp/pids)
                """,
        },
        new("table", answer =>
        {
            answer.WorkloadOutput.ShouldStartWith("""
                here: page
                6: EPERM
                cgroup: EPERM

                """);
            long[] pids = Pids(answer);
            Words(answer.Lines[0]).ShouldBe(["EVENT", "PID", "UID", "COMM", "CONTAINER", "CALL", "PROTO", "DESTINATION"]);
            answer.Lines.Count(l => l.StartsWith("refused")).ShouldBe(2);
            Words(answer.Lines[1])[5..].ShouldBe(["connect", "tcp", "[::1]:8080"]);
            Words(answer.Lines[2]).ShouldBe(["refused", $"{pids[0]}", "0", "busybox", "-", "connect", "tcp", "[::1]:8080"]);
            answer.Lines.Select(Words).ShouldContain(w => w.SequenceEqual(s_rule));
        })
        {
            Json = false,
            Arguments = ["--deny", "::1"],
            Workload = Server + $"""
                tries here page 127.0.0.1
                tries 6 page '[::1]'
                tries cgroup within {Cgroup} busybox nc -w 3 ::1 8080
                echo $(cat /tmp/pids)
                """,
        },
        // Each of the loaders that filter refuses its own process, and no other.
        new FilterRun
        {
            Arguments = ["--all"],
            FilteredArguments = "--deny 127.0.0.0/8:8082",
            Before = "busybox httpd -f -p 127.0.0.1:8082 -h /tmp/www &\nlistens() { grep -q ':1F92 .* 0A ' /proc/net/tcp; }\nuntil_true 10 listens",
            Act = "wget -q -T 5 -O /dev/null http://127.0.0.1:8082/page",
            Event = "allowed",
            FilteredEvent = "refused",
            Ends = isAdmitted => isAdmitted ? 1 : 0,
        }.Of("netguard"),
        DurationRun.Of("summary"),
        // As on machines whose controllers are those of version 1: in a mount namespace, with loaders of its own.
        new("hybrid", answer =>
        {
            answer.WorkloadOutput.ShouldBe("refused\nallowed\n");
            string[] said = answer.File("hybrid.out").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Text(JsonDocument.Parse(said[0]).RootElement.GetProperty("container"), "id").ShouldBe(Container);
            string wrong = answer.File("hybrid.wrong");
            wrong.ShouldContain("--cgroup /sys/fs/cgroup: not a cgroup's folder of version 2; give a folder in /sys/fs/cgroup/unified, ");
            wrong.ShouldContain("cgroups of version 2 are neither at /sys/fs/cgroup nor at /sys/fs/cgroup/unified; make the latter folder, and");
        })
        {
            Workload = Server + $$"""
                cat >/tmp/hybrid <<'END'
                . /job/patience
                mount -t tmpfs none /sys/fs/cgroup
                mkdir /sys/fs/cgroup/unified
                /job/netguard --deny ::1 2>"$RESULTS/hybrid.wrong"
                [ $? = 10 ] || exit 1
                mount -t cgroup2 none /sys/fs/cgroup/unified
                /job/netguard --cgroup /sys/fs/cgroup --deny ::1 2>>"$RESULTS/hybrid.wrong"
                [ $? = 2 ] || exit 2
                /job/netguard --json --container {{Container}} --deny 127.0.0.1 >"$RESULTS/hybrid.out" 2>"$RESULTS/hybrid.err" &
                until_true 60 grep attached "$RESULTS/hybrid.err" >/dev/null || exit 3
                page() { busybox wget -q -T 5 -O /dev/null http://127.0.0.1:8080/page 2>/dev/null && echo allowed || echo refused; }
                (echo 0 >/sys/fs/cgroup/unified/system.slice/docker-{{Container}}.scope/cgroup.procs; page)
                page
                kill -TERM $!
                wait $!
                END
                unshare -m sh /tmp/hybrid
                """,
        },
        new("no-such-cgroup", answer =>
            answer.Error.ShouldBe("netguard: --cgroup /sys/fs/cgroup/none: ENOENT; give a folder in /sys/fs/cgroup, or in another place where cgroup2 is mounted\n"))
        {
            Arguments = ["--cgroup", "/sys/fs/cgroup/none", "--deny", "::1"],
            Exit = 2,
        },
        new("no-cgroup", answer => answer.Error.ShouldContain("--cgroup /tmp: not a cgroup's folder of version 2; give a folder in /sys/fs/cgroup, "))
        {
            Arguments = ["--cgroup=/tmp", "--deny", "::1"],
            Exit = 2,
        },
        new("usage", answer => answer.Error.ShouldContain("--deny 10.0.0.0/33: not a value"))
        {
            Arguments = ["--deny", "10.0.0.0/33"],
            Exit = 2,
        },
    ])
    {
        Executables = NetworkSetup.Exercise,
        Setup = $"""
            busybox ip link set lo up
            mkdir -p /tmp/www {Cgroup} {ContainerCgroup}
            echo page >/tmp/www/page
            """,
    };

    private static long[] Pids(RunAnswer answer) =>
        [.. answer.WorkloadOutput.Trim().Split('\n')[^1].Split(' ').Select(long.Parse)];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static long Attempts(RunAnswer answer, string rule) =>
        Number(answer.EventsOf("rule").Single(e => Text(e, "rule") == rule), "attempts");

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
