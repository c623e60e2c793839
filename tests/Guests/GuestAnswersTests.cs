using System;
using System.Collections.Generic;
using Corewright.Build.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

public class GuestAnswersTests
{
    private static readonly GuestOutcome.Infrastructure s_never = new(TimeSpan.Zero, 3, "", GuestFailure.NotBooted, "it did not boot");
    private static readonly GuestOutcome.Infrastructure s_died = s_never with { Failure = GuestFailure.Died, Reason = "it died", Step = "xdp" };

    [Fact]
    public void A_guest_that_never_got_there_is_one_line_for_all()
    {
        var outcomes = new Dictionary<string, GuestOutcome> { ["tc"] = s_never, ["xdp"] = s_never };

        Should.Throw<Exception>(() => GuestAnswers.ShouldAllBeThere("x86_64-7.3", outcomes)).Message
            .ShouldBe("infrastructure: nothing is known about 2 of 2 on x86_64-7.3: it did not boot (3 starts)");
        Should.Throw<Exception>(() => GuestAnswers.For("x86_64-7.3", s_never)).Message.ShouldEndWith("the guest of x86_64-7.3 gave no answer");
    }

    [Fact]
    public void A_guest_that_died_in_a_step_is_the_failure_of_who_has_it()
    {
        GuestAnswers.ShouldAllBeThere("x86_64-7.3", new Dictionary<string, GuestOutcome> { ["xdp"] = s_died });

        Should.Throw<InvalidOperationException>(() => GuestAnswers.For("x86_64-7.3", s_died)).Message.ShouldBe("it died, in step 'xdp'");
    }
}
