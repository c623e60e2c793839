using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

public class GuestAnswerTests
{
    private static readonly PreparedKernel s_kernel =
        new(new Kernel("x86_64-1.0", "x86_64", "1.0", "suite", "set", null), "1.0-test", "", "", true, "");

    private static readonly GuestJob s_job = new("job", [], [new GuestStep("work", ["true"], TimeSpan.FromSeconds(5))]);

    [Fact]
    public void A_whole_answer_gives_the_steps_and_the_other_files()
    {
        GuestOutcome.Complete answer = Read(Files("3 1.50 2.25")).ShouldBeOfType<GuestOutcome.Complete>();
        answer.Release.ShouldBe("1.0-test");
        answer.Steps["work"].ExitCode.ShouldBe(3);
        answer.Steps["work"].TimedOut.ShouldBeFalse();
        answer.Steps["work"].Duration.ShouldBe(TimeSpan.FromSeconds(0.75));
        answer.Steps["work"].Output.ShouldBe("out");
        answer.Files.Keys.ShouldBe(["extra"]);
    }

    [Fact]
    public void A_step_killed_after_its_time_has_timed_out_but_one_killed_before_has_not()
    {
        Read(Files("137 1.00 6.01")).ShouldBeOfType<GuestOutcome.Complete>().Steps["work"].TimedOut.ShouldBeTrue();
        Read(Files("137 1.00 2.00")).ShouldBeOfType<GuestOutcome.Complete>().Steps["work"].TimedOut.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1 1.00 2.00")]
    [InlineData("0 2.00 1.00")]
    [InlineData("0 1e9 2e9")]
    [InlineData("0 1.00 2.00 3.00")]
    public void A_step_whose_end_makes_no_sense_is_garbage(string exit)
    {
        Failure(Read(Files(exit))).ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public void A_step_that_is_missing_is_garbage()
    {
        Dictionary<string, byte[]> files = Files("0 1.00 2.00");
        files.Remove("work.stdout");
        Failure(Read(files)).ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public void Another_kernel_than_was_booted_is_garbage()
    {
        Dictionary<string, byte[]> files = Files("0 1.00 2.00");
        files["uname"] = "2.0-other\n"u8.ToArray();
        Failure(Read(files)).ShouldBe(GuestFailure.Garbage);
    }

    [Fact]
    public void A_guest_that_ended_without_starting_has_not_booted()
    {
        Failure(Read(new RawAnswer(TimeSpan.Zero, "", false, [], null, 0, ""))).ShouldBe(GuestFailure.NotBooted);
    }

    [Fact]
    public void Results_of_a_QEMU_that_failed_do_not_count()
    {
        byte[] whole = ResultStream.Format(Files("0 1.00 2.00"));
        var outcome = Read(new RawAnswer(TimeSpan.Zero, "", true, whole, null, 134, "it broke\n")).ShouldBeOfType<GuestOutcome.Infrastructure>();
        outcome.Failure.ShouldBe(GuestFailure.Qemu);
        outcome.Reason.ShouldContain("it broke");
    }

    [Fact]
    public void The_reason_quotes_the_panic_even_where_something_follows_it()
    {
        var raw = new RawAnswer(TimeSpan.Zero, "Kernel panic - not syncing: no\n---[ end ]---\n", true, [], null, 0, "");
        Read(raw).ShouldBeOfType<GuestOutcome.Infrastructure>().Reason.ShouldContain("Kernel panic - not syncing: no");
    }

    private static Dictionary<string, byte[]> Files(string exit) => new()
    {
        ["work.exit"] = Encoding.ASCII.GetBytes(exit + "\n"),
        ["work.stdout"] = "out"u8.ToArray(),
        ["work.stderr"] = [],
        ["uname"] = "1.0-test\n"u8.ToArray(),
        ["extra"] = [1],
    };

    private static GuestOutcome Read(Dictionary<string, byte[]> files) =>
        Read(new RawAnswer(TimeSpan.FromSeconds(2), "", true, ResultStream.Format(files), null, 0, ""));

    private static GuestOutcome Read(RawAnswer raw) => GuestAnswer.Read(raw, s_job, s_kernel, 1);

    private static GuestFailure Failure(GuestOutcome outcome) => outcome.ShouldBeOfType<GuestOutcome.Infrastructure>().Failure;
}
