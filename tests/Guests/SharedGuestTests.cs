using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

/// <summary>A guest that dies in one part's step takes no other part's answer with it.</summary>
public class SharedGuestTests
{
    [Fact]
    public async Task A_whole_answer_is_everyone_s()
    {
        var guests = new List<string>();
        var outcomes = await RunAsync(guests, _ => null);

        guests.ShouldBe(["a b c d"]);
        outcomes.Values.ShouldAllBe(o => o is GuestOutcome.Complete);
    }

    [Fact]
    public async Task The_part_that_it_died_in_runs_alone_and_the_others_together()
    {
        var guests = new List<string>();
        var outcomes = await RunAsync(guests, parts => parts.Contains("c") ? "c-running" : null);

        guests.Order().ShouldBe(["a b c d", "a b d", "c"]);
        outcomes["c"].ShouldBeOfType<GuestOutcome.Infrastructure>().Attempts.ShouldBe(2);
        outcomes.Where(o => o.Key != "c").ShouldAllBe(o => o.Value is GuestOutcome.Complete && o.Value.Attempts == 2);
    }

    [Fact]
    public async Task Two_that_kill_it_are_both_found()
    {
        var guests = new List<string>();
        var outcomes = await RunAsync(guests, parts => parts.Contains("b") ? "b-loading" : parts.Contains("d") ? "d-loading" : null);

        guests.Order().ShouldBe(["a b c d", "a c", "a c d", "b", "d"]);
        outcomes.Where(o => o.Value is GuestOutcome.Infrastructure).Select(o => o.Key).Order().ShouldBe(["b", "d"]);
    }

    [Fact]
    public async Task Where_nobody_knows_in_whose_step_each_runs_alone()
    {
        var guests = new List<string>();
        var outcomes = await RunAsync(guests, parts => parts.Contains("c") ? "" : null);

        guests.Order().ShouldBe(["a", "a b c d", "b", "c", "d"]);
        outcomes.Where(o => o.Value is GuestOutcome.Infrastructure).Select(o => o.Key).ShouldBe(["c"]);
    }

    [Fact]
    public async Task Where_parts_die_alone_without_having_begun_it_is_not_the_parts()
    {
        var guests = new List<string>();
        var outcomes = await RunAsync(guests, _ => "");

        guests.ShouldBe(["a b c d", "a", "b"]);
        outcomes.Keys.ShouldBe(["a", "b", "c", "d"]);
        outcomes.Values.ShouldAllBe(o => o is GuestOutcome.Infrastructure);
    }

    [Fact]
    public async Task A_kernel_that_does_not_boot_is_not_tried_again_in_parts()
    {
        var guests = new List<string>();
        await RunAsync(guests, _ => "", GuestFailure.NotBooted);

        guests.ShouldBe(["a b c d"]);
    }

    [Fact]
    public async Task A_real_guest_that_panics_says_in_which_step()
    {
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-6.12");
        var patience = TimeSpan.FromSeconds(20);
        // The console is sent by interrupts, which a panic stops.
        var steps = new Dictionary<string, string> { ["good"] = "echo fine", ["bad"] = "sleep 1; echo c >/proc/sysrq-trigger", ["other"] = "echo fine" };
        var outcomes = await SharedGuest.RunAsync<string>([.. steps.Keys], (part, step) => part == step, parts => TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel),
            new GuestJob("a shared guest", [], [.. parts.Select(p => new GuestStep(p, ["sh", "-c", steps[p]], patience))]) { IsDivisible = parts.Count > 1 },
            force: true, TestContext.Current.CancellationToken));

        foreach (string part in (string[])["good", "other"])
            Encoding.UTF8.GetString(outcomes[part].ShouldBeOfType<GuestOutcome.Complete>().Steps[part].StandardOutput).ShouldBe("fine\n");
        var died = outcomes["bad"].ShouldBeOfType<GuestOutcome.Infrastructure>();
        died.Step.ShouldBe("bad");
        died.Attempts.ShouldBeGreaterThanOrEqualTo(4, "one with the others, three alone");
    }

    // killer: in which step a guest with these parts dies; null where it lives.
    private static async Task<IReadOnlyDictionary<string, GuestOutcome>> RunAsync(
        List<string> guests, Func<IReadOnlyList<string>, string?> killer, GuestFailure failure = GuestFailure.Died) =>
        await SharedGuest.RunAsync<string>(["a", "b", "c", "d"], (part, step) => step.StartsWith(part, StringComparison.Ordinal), parts =>
        {
            lock (guests)
                guests.Add(string.Join(' ', parts));
            return Task.FromResult<GuestOutcome>(killer(parts) is { } step
                ? new GuestOutcome.Infrastructure(TimeSpan.Zero, 1, "", failure, "it died") { Step = step.Length == 0 ? null : step }
                : new GuestOutcome.Complete(TimeSpan.Zero, 1, "", "6.12", new Dictionary<string, GuestStepResult>(), new Dictionary<string, byte[]>()));
        });
}
