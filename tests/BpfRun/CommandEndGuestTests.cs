using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.BpfRun;

/// <summary>A command that does not end when <c>bpfrun run</c> is asked to.</summary>
public class CommandEndGuestTests
{
    // Asks as often as its arguments have numbers, a second apart, a bpfrun whose command is deaf to SIGTERM.
    private const string Ask = """
        /job/bpfrun run /job/basics.bpf.o --json -- sh -c 'trap "" TERM; echo >/tmp/deaf; while :; do sleep 1; done' 2>/tmp/said &
        pid=$!
        until [ -e /tmp/deaf ]; do kill -0 $pid || exit 7; usleep 20000; done
        rm /tmp/deaf
        for time in "$@"; do kill -TERM $pid; sleep 1; done
        wait $pid
        code=$?
        tail -n 1 /tmp/said >&2
        exit $code
        """;

    [Fact]
    public async Task It_is_killed_after_a_while_or_when_asked_again()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-7.3");
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store)
            .BuildAsync("0.1.0", TestGuests.Architecture(kernel), cancellation);
        TimeSpan patience = TimeSpan.FromSeconds(40);
        var job = new GuestJob("a command deaf to SIGTERM",
            [
                new GuestFile("/job/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
                new GuestFile("/job/basics.bpf.o", await RustObjects.BuildAsync("basics", cancellation)),
            ],
            [
                new GuestStep("once", ["sh", "-c", Ask, "sh", "1"], patience),
                new GuestStep("twice", ["sh", "-c", Ask, "sh", "1", "2"], patience),
            ]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(kernel, TestGuests.Architecture(kernel), job, force: true, cancellation);
        var steps = outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps;

        WasKilled(steps["once"], "bpfrun: the command did not end at SIGTERM within 5 s and was killed\n");
        WasKilled(steps["twice"], "bpfrun: the command did not end at SIGTERM and was killed\n");
    }

    private static void WasKilled(GuestStepResult step, string said)
    {
        (step.ExitCode, step.Error).ShouldBe((0, said));
        JsonElement report = JsonDocument.Parse(step.Output).RootElement;
        report.GetProperty("command").GetProperty("signal").GetInt32().ShouldBe(9);
        report.GetProperty("result").GetString().ShouldBe("ok");
    }
}
