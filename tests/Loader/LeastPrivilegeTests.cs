using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Loader;
using Corewright.Tests.Guests;
using Corewright.Tests.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>
/// What the loader can do without, on the oldest and the newest kernel of x86_64: the capabilities and the limit that the systemd
/// unit gives it, each of them away in turn, and none at all. And what it leaves behind: nothing.
/// </summary>
[Collection(RealCells.Name)]
public class LeastPrivilegeTests(RealCells cells)
{
    private const string Root = "0", User = "1000";

    // Attaches as the unit does, looks at itself, ends as systemd ends it, and looks again. Kernels free programs a little later.
    private const string Life = """
        ulimit -l unlimited
        programs() { bpftool prog show | grep -c ' name on_'; }
        maps() { bpftool map show | grep -cE ' name (EVENTS|REPORTED) '; }
        echo "before $(programs) $(maps)"
        /job/confine "$1" 0 /job/loader --json >/results/events 2>/results/said &
        pid=$!
        tries=0
        until grep -q attached /results/said || [ $tries -gt 200 ]; do usleep 50000; tries=$((tries + 1)); done
        echo "during $(programs) $(maps)"
        grep CapEff "/proc/$pid/status"
        kill -TERM $pid
        wait $pid
        echo "exit $?"
        tries=0
        while [ "$(programs) $(maps)" != "0 0" ] && [ $tries -lt 60 ]; do usleep 50000; tries=$((tries + 1)); done
        echo "after $(programs) $(maps)"
        ls -A /sys/fs/bpf
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // include/uapi/linux/capability.h
    private static readonly Dictionary<string, int> s_capabilities =
        new() { ["CAP_SYS_ADMIN"] = 21, ["CAP_SYS_RESOURCE"] = 24, ["CAP_PERFMON"] = 38, ["CAP_BPF"] = 39 };

    private static readonly string[] s_granted = Unit("CapabilityBoundingSet").Split(' ');

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    public async Task The_unit_s_capabilities_are_enough(string kernelId)
    {
        Unit("LimitMEMLOCK").ShouldBe("infinity");
        string unit = Mask(s_granted), upstream = Mask(["CAP_BPF", "CAP_PERFMON"]);
        var answer = await RunAsync(kernelId,
        [
            new GuestStep("life", ["sh", "-c", Life, "sh", unit], s_patience),
            Step("strict", upstream, Root, "--duration=1"),
            Step("strict-check", upstream, User, "check"),
            new GuestStep("as-upstream", ["sysctl", "-w", "kernel.perf_event_paranoid=2"], s_patience),
            Step("upstream", upstream, Root, "--duration=1"),
            Step("without-bpf", Mask(["CAP_PERFMON"]), Root, "--duration=1"),
            Step("without-perfmon", Mask(["CAP_BPF"]), Root, "--duration=1"),
            Step("user", upstream, User, "--duration=1"),
            new GuestStep("group", ["mount", "-o", "remount,gid=1000,mode=0750", "/sys/kernel/tracing"], s_patience),
            Step("group-user", upstream, User, "--duration=1"),
        ]);

        answer.Steps["life"].Output.ShouldBe(
            "before 0 0\nduring 2 2\nCapEff:\t0000000000000000\nexit 0\nafter 0 0\n", "once attached, no capability is left; at the end, nothing");
        answer.Files["events"].Length.ShouldBeGreaterThan(0);
        // Debian's kernels keep perf_event_open from CAP_PERFMON; that is why the unit has CAP_SYS_ADMIN, and what README.md says.
        Refused(answer, "strict").ShouldContain("kernel.perf_event_paranoid is 3 here, which takes CAP_SYS_ADMIN");
        answer.Steps["strict-check"].ExitCode.ShouldBe(0);
        Attached(answer, "upstream");
        Refused(answer, "without-bpf").ShouldContain("map EVENTS");
        Refused(answer, "without-perfmon").ShouldContain("program on_exec");
        Refused(answer, "user").ShouldContain("attached to sched/sched_process_exec");
        Attached(answer, "group-user");
    }

    [Theory]
    [InlineData("x86_64-5.10", Root)]
    [InlineData("x86_64-5.10", User)]
    [InlineData("x86_64-7.3", Root)]
    [InlineData("x86_64-7.3", User)]
    public async Task Without_privileges_it_says_so_in_one_line(string kernelId, string user)
    {
        var answer = await RunAsync(kernelId, [Step("run", "0", user), Step("check", "0", user, "check", "--json")]);

        Refused(answer, "run").ShouldContain("CAP_BPF");
        answer.Steps["run"].Output.ShouldBe("");
        Refused(answer, "check").ShouldContain("CAP_BPF");
        answer.Steps["check"].Output.ShouldContain("\"code\":\"no-privileges\"");
    }

    [Fact]
    public async Task An_old_kernel_s_limit_of_locked_memory_is_named()
    {
        string unit = Mask(s_granted);
        string[] limited = ["sh", "-c", "ulimit -l 16; exec /job/confine \"$1\" 0 /job/loader check", "sh", unit];
        string[] raising = ["sh", "-c", "ulimit -l 16; exec /job/confine \"$1\" 0 /job/loader check", "sh", Mask([.. s_granted, "CAP_SYS_RESOURCE"])];

        var answer = await RunAsync("x86_64-5.10", [new GuestStep("limited", limited, s_patience), new GuestStep("raising", raising, s_patience)]);

        Refused(answer, "limited").ShouldContain("or raise its limit of locked memory (ulimit -l, LimitMEMLOCK=)");
        answer.Steps["raising"].ExitCode.ShouldBe(0);
    }

    private static void Attached(GuestOutcome.Complete answer, string step)
    {
        answer.Steps[step].Error.ShouldBe("execwatch: attached 2 programs\n", step);
        answer.Steps[step].ExitCode.ShouldBe(0, step);
    }

    private static string Refused(GuestOutcome.Complete answer, string step)
    {
        answer.Steps[step].ExitCode.ShouldBe((int)ExitCode.NoPrivileges, step);
        string[] lines = answer.Steps[step].Error.Split('\n');
        lines.Length.ShouldBe(2, "one line and its end");
        return lines[0];
    }

    private static string Unit(string key)
    {
        string file = Path.Combine(RepositoryRoot.Path, "packaging", "formats", "systemd", "program.service");
        return File.ReadLines(file).Single(l => l.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];
    }

    private static string Mask(IEnumerable<string> names) =>
        names.Aggregate(0UL, (mask, name) => mask | 1UL << s_capabilities[name]).ToString("x", null);

    private static GuestStep Step(string name, string mask, string user, params string[] arguments) => new(
        name, ["sh", "-c", "ulimit -l unlimited; exec /job/confine \"$@\"", "sh", mask, user, "/job/loader", .. arguments], s_patience);

    private async Task<GuestOutcome.Complete> RunAsync(string kernelId, IReadOnlyList<GuestStep> steps)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        var job = new GuestJob(
            $"privileges on {kernelId}",
            [
                new GuestFile("/job/loader", await cells.LoaderAsync("x86_64"), Executable: true),
                new GuestFile("/job/confine", await File.ReadAllBytesAsync(await ConfineAsync(cancellation), cancellation), Executable: true),
            ],
            steps);
        return (await TestGuests.Runner().RunAsync(kernel, TestGuests.Architecture(kernel), job, force: false, cancellation))
            .ShouldBeOfType<GuestOutcome.Complete>();
    }

    private static async Task<string> ConfineAsync(CancellationToken cancellation)
    {
        var build = await FreestandingBuild.OpenAsync(RepositoryStore.Paths, RepositoryStore.Store, cancellation);
        string[] sources = [.. FreestandingSources.CoreLibrary(RepositoryStore.Paths), Path.Combine("tests", "Loader", "Confine.Freestanding.cs")];
        string assembly = await build.CompileAsync("confine", sources, cancellation);
        var architecture = RepositoryStore.Plan.Architectures["x86_64"];
        var objects = await build.ObjectsAsync(assembly, architecture, cancellation);
        return await build.LinkAsync("confine", objects, architecture, "00112233445566778899aabbccddeeff00112233", cancellation);
    }
}
