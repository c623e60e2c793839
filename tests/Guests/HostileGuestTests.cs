using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

/// <summary>Guests whose first program is not ours. Whatever they do, they are told apart from an answer.</summary>
public class HostileGuestTests
{
    private const int MaximumTries = 3;
    private const string Start = """
        #!/bin/busybox sh
        export PATH=/bin
        mount -t devtmpfs devtmpfs /dev
        mount -t proc proc /proc
        echo "corewright: state started"
        stty -F /dev/ttyS1 raw -echo -opost
        exec 3>/dev/ttyS1

        """;

    [Fact]
    public async Task A_kernel_that_never_gets_there_has_not_booted()
    {
        GuestOutcome.Infrastructure outcome = await RunAsync("sleep 1000", boot: TimeSpan.FromSeconds(1));
        outcome.Failure.ShouldBe(GuestFailure.NotBooted);
        outcome.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_guest_that_hangs_is_ended()
    {
        (await RunAsync("sleep 1000")).Failure.ShouldBe(GuestFailure.TimedOut);
    }

    [Fact]
    public async Task A_guest_that_hangs_in_one_step_does_not_cost_the_time_of_all()
    {
        var step = new GuestStep("step", ["true"], TimeSpan.FromSeconds(3));
        GuestStep[] steps = [.. Enumerable.Range(0, 100).Select(i => step with { Name = $"step-{i}" })];
        GuestOutcome.Infrastructure outcome = await RunAsync("echo 'corewright: state step-0'; sleep 1000", steps: steps);
        outcome.Failure.ShouldBe(GuestFailure.TimedOut);
        outcome.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task A_guest_that_panics_has_died_although_QEMU_ends_with_0()
    {
        // The console is sent by interrupts, which a panic stops: what was just said would be lost.
        GuestOutcome.Infrastructure outcome = await RunAsync("sleep 1; exit 7");
        outcome.Failure.ShouldBe(GuestFailure.Died);
        outcome.Reason.ShouldContain("Kernel panic");
    }

    [Fact]
    public async Task A_guest_that_sends_garbage_is_not_believed()
    {
        (await RunAsync("head -c 5000 /dev/urandom >&3; exec 3>&-; reboot -f")).Failure.ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public async Task A_guest_that_dies_in_the_middle_of_its_results_is_not_believed()
    {
        string hash = new('0', 64);
        (await RunAsync($"printf 'corewright-results 1 1\\n100000 {hash}  uname\\n' >&3; head -c 5000 /dev/zero >&3; exec 3>&-; echo c >/proc/sysrq-trigger"))
            .Failure.ShouldBe(GuestFailure.Truncated);
    }

    [Fact]
    public async Task A_result_that_is_not_what_its_hash_says_is_not_believed()
    {
        string hash = new('0', 64);
        (await RunAsync($"printf 'corewright-results 1 1\\n5 {hash}  uname\\nhelloend\\n' >&3; exec 3>&-; reboot -f"))
            .Failure.ShouldBe(GuestFailure.Altered);
    }

    [Fact]
    public async Task A_guest_without_an_answer_is_started_again()
    {
        (await RunAsync("reboot -f", attempts: 2)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_ends_the_guest()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync("sleep 1000", grace: TimeSpan.FromMinutes(5), stop: stop.Token));
    }

    private static async Task<GuestOutcome.Infrastructure> RunAsync(
        string script, TimeSpan? boot = null, TimeSpan? grace = null, int attempts = 1, CancellationToken? stop = null,
        IReadOnlyList<GuestStep>? steps = null)
    {
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-6.12");
        // A job's files come after the base's and take their place.
        var init = new GuestFile("/init", Encoding.UTF8.GetBytes((boot is null ? Start : "#!/bin/busybox sh\n") + script + "\n"), Executable: true);
        var job = new GuestJob("hostile guest", [init], steps ?? []);
        GuestRunner runner = TestGuests.Runner(boot ?? TimeSpan.FromSeconds(60), grace ?? TimeSpan.FromSeconds(4), attempts);
        for (int tries = 1; ; tries++)
        {
            GuestOutcome outcome = await runner.RunAsync(
                kernel, TestGuests.Architecture(kernel), job, force: true, stop ?? TestContext.Current.CancellationToken);
            GuestOutcome.Infrastructure failure = outcome.ShouldBeOfType<GuestOutcome.Infrastructure>();
            // Now and then an emulated x86 kernel faults before its first program: that says nothing about the script.
            if (boot is not null || failure.Failure != GuestFailure.NotBooted || tries == MaximumTries)
                return failure;
        }
    }
}
