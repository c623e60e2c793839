using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Corewright.Build.Guests;
using Xunit;

namespace Corewright.Tests.Guests;

/// <summary>
/// Many tests, one guest: where it never came as far as their steps, one test of the kernel says so, and these are skipped, since nothing
/// is known about them. A guest that died in a step fails the test whose step it was.
/// </summary>
internal static class GuestAnswers
{
    /// <summary>Fails, once for a kernel, where its guest gave no answer for some.</summary>
    /// <param name="kernel">The kernel's id.</param>
    /// <param name="outcomes">By what was to be shown.</param>
    internal static void ShouldAllBeThere(string kernel, IReadOnlyDictionary<string, GuestOutcome> outcomes)
    {
        var without = outcomes.Where(o => o.Value is GuestOutcome.Infrastructure { Step: null }).ToArray();
        if (without.Length == 0)
            return;
        var first = (GuestOutcome.Infrastructure)without[0].Value;
        Assert.Fail(string.Create(CultureInfo.InvariantCulture,
            $"infrastructure: nothing is known about {without.Length} of {outcomes.Count} on {kernel}: {first.Reason} ({first.Attempts} starts)"));
    }

    /// <summary>The answer for one of them.</summary>
    /// <param name="kernel">The kernel's id.</param>
    /// <param name="outcome">What came of it.</param>
    internal static GuestOutcome.Complete For(string kernel, GuestOutcome outcome)
    {
        if (outcome is GuestOutcome.Complete complete)
            return complete;
        var none = (GuestOutcome.Infrastructure)outcome;
        Assert.SkipWhen(none.Step is null, $"the guest of {kernel} gave no answer");
        throw new InvalidOperationException($"{none.Reason}, in step '{none.Step}'");
    }
}
