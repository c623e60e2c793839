using System;
using System.Linq;
using System.Text.Json;
using Corewright.Tests.Features;
using Shouldly;

namespace Corewright.Tests.Programs.Cases;

/// <summary>Files that are opened, and files that can't be.</summary>
internal sealed class Filewatch : IProgramCase
{
    // A file is written, read and added to, each by a process of its own; another one is in a mount.
    private const string Opens = """
        busybox sh -c 'echo one >/tmp/watched/inside/known' & writer=$!
        wait $writer
        cat /tmp/watched/inside/known & reader=$!
        wait $reader
        busybox sh -c 'echo two >>/tmp/watched/inside/known; echo three >/tmp/watched/mounted/there'
        echo $writer $reader
        """;

    // Each line says whether the file could be read.
    private const string Denied = """
        reads() { if said=$(cat "$1" 2>&1); then echo "$1: $said"; else echo "$1: refused"; fi; case "$said" in *"not permitted"*) echo EPERM; esac; }
        reads /tmp/guarded/secret
        reads /tmp/guarded/other
        ln /tmp/guarded/secret /tmp/guarded/linked
        reads /tmp/guarded/linked
        mv /tmp/guarded/secret /tmp/guarded/renamed
        reads /tmp/guarded/renamed
        mv /tmp/guarded/renamed /tmp/guarded/secret
        reads /tmp/closed/deep/file
        reads /tmp/around/file
        kill -TERM "$LOADER"
        until_true 10 cat /tmp/guarded/secret && cat /tmp/closed/deep/file
        """;

    public static ProgramCase Case { get; } = new("filewatch", new Since("5.10"),
    [
        new("json", answer =>
        {
            int[] pids = Pids(answer);
            JsonElement written = Opened(answer, "/tmp/watched/inside/known").First();
            Number(written, "pid").ShouldBe(pids[0]);
            Text(written, "comm").ShouldBe("busybox");
            Access(written).ShouldBe(["write", "create", "truncate"]);
            JsonElement read = Opened(answer, "/tmp/watched/inside/known").Skip(1).First();
            Number(read, "pid").ShouldBe(pids[1]);
            Text(read, "comm").ShouldBe("cat");
            Access(read).ShouldBe(["read"]);
            Number(read, "inode").ShouldBe(Number(written, "inode"));
            Access(Opened(answer, "/tmp/watched/inside/known").Last()).ShouldBe(["write", "create", "append"]);
            Opened(answer, "/tmp/watched/mounted/there").Count().ShouldBe(1);
            Opened(answer, "/bin/busybox").ShouldContain(e => Access(e).Contains("execute"));
            JsonElement summary = answer.EventsOf("summary").Single();
            Number(summary, "opened").ShouldBe(answer.EventsOf("open").Count);
            Number(summary, "denied").ShouldBe(0);
        })
        {
            Workload = Opens,
        },
        new("table", answer =>
        {
            int[] pids = Pids(answer);
            Words(answer.Lines[0]).ShouldBe(["EVENT", "PID", "UID", "COMM", "CONTAINER", "ACCESS", "PATH"]);
            string[][] rows = [.. answer.Lines.Select(Words)];
            rows.ShouldContain(r => r.SequenceEqual(Row(pids[0], "busybox", "write", "/tmp/watched/inside/known")));
            rows.ShouldContain(r => r.SequenceEqual(Row(pids[1], "cat", "read", "/tmp/watched/inside/known")));
            answer.Lines[^1].ShouldEndWith(" opened, 0 denied");
        })
        {
            Json = false,
            Workload = Opens,
        },
        new("by-path", answer =>
        {
            string[] paths = [.. answer.EventsOf("open").Select(e => Text(e, "path"))];
            paths.ShouldBe(["/tmp/watched/inside/known", "/tmp/watched/inside/known", "/tmp/watched/mounted/there"]);
            answer.EventsOf("open").ShouldAllBe(e => Access(e).Contains("write"));
        })
        {
            Arguments = ["--path", "/tmp/watched", "--only-writes"],
            Workload = Opens,
        },
        new FilterRun
        {
            Arguments = ["--path", "/tmp/watched"],
            Before = "echo known >/tmp/watched/inside/known",
            Act = "cat /tmp/watched/inside/known",
            Event = "open",
        }.Of("filewatch"),
        DurationRun.Of("summary"),
        new("deny", answer =>
        {
            answer.WorkloadOutput.ShouldBe("""
                /tmp/guarded/secret: refused
                EPERM
                /tmp/guarded/other: free
                /tmp/guarded/linked: refused
                EPERM
                /tmp/guarded/renamed: refused
                EPERM
                /tmp/closed/deep/file: refused
                EPERM
                /tmp/around/file: refused
                EPERM
                hidden
                enclosed

                """);
            answer.EventsOf("denied").Select(e => Text(e, "path")).ShouldBe(
            [
                "/tmp/guarded/secret", "/tmp/guarded/linked", "/tmp/guarded/renamed", "/tmp/closed/deep/file", "/tmp/around/file",
            ]);
            answer.EventsOf("denied").ShouldAllBe(e => Text(e, "comm") == "cat" && Access(e).SequenceEqual(ReadOnly));
            answer.EventsOf("open").Select(e => Text(e, "path")).ShouldContain("/tmp/guarded/other");
            answer.EventsOf("open").Select(e => Text(e, "path")).ShouldNotContain("/tmp/guarded/linked");
        })
        {
            Arguments = ["--deny", "/tmp/guarded/secret", "--deny=/tmp/closed"],
            Workload = Denied,
            Since = new Since("5.11", "6.0", null),
            Missing = "which program on_check needs",
        },
        new("deny-everything", answer => answer.Error.ShouldContain("--deny /bin/..: this is everything"))
        {
            Arguments = ["--deny", "/bin/.."],
            Exit = 2,
        },
        new("deny-nothing", answer => answer.Error.ShouldContain("--deny /tmp/none: ENOENT"))
        {
            Arguments = ["--deny", "/tmp/none"],
            Exit = 2,
        },
    ])
    {
        Setup = """
            grep -q /sys/kernel/security /proc/mounts || mount -t securityfs securityfs /sys/kernel/security
            mkdir -p /tmp/watched/inside /tmp/watched/mounted /tmp/guarded /tmp/closed/deep /tmp/around
            mount -t tmpfs none /tmp/watched/mounted
            echo hidden >/tmp/guarded/secret
            echo free >/tmp/guarded/other
            echo enclosed >/tmp/closed/deep/file
            mount --bind /tmp/closed/deep /tmp/around
            """,
    };

    private static readonly string[] ReadOnly = ["read"];

    private static int[] Pids(RunAnswer answer) =>
        [.. answer.WorkloadOutput.Trim().Split('\n')[^1].Split(' ').Select(int.Parse)];

    private static JsonElement[] Opened(RunAnswer answer, string path) => [.. answer.EventsOf("open").Where(e => Text(e, "path") == path)];

    private static string[] Access(JsonElement of) => [.. of.GetProperty("access").EnumerateArray().Select(a => a.GetString()!)];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Row(int pid, string command, string access, string path) =>
        ["open", $"{pid}", "0", command, "-", access, path];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
