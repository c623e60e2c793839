using System;
using System.Globalization;
using System.Linq;
using Shouldly;

namespace Corewright.Tests.Programs;

/// <summary>Whether a loader ends by itself: after the time that it was given, with 0, having printed what belongs to the end.</summary>
internal static class DurationRun
{
    /// <summary>The run's name, in every program.</summary>
    public const string Name = "duration";

    private const int Seconds = 2;

    /// <summary>The run of a case.</summary>
    /// <param name="last">The event that it ends with; null where nothing belongs to the end.</param>
    /// <param name="arguments">The loader's options.</param>
    public static ProgramRun Of(string? last, params string[] arguments) => new(Name, answer => Prove(answer, last))
    {
        Arguments = [.. arguments, "--duration", $"{Seconds}"],
        // From its start, in hundredths of a second since the kernel's.
        Workload = """
            gone() { ! kill -0 "$LOADER" 2>/dev/null; }
            started=$(cut -d ' ' -f 22 "/proc/$LOADER/stat")
            until_true 30 gone || exit 1
            read -r ended rest </proc/uptime
            echo "$started $ended"
            """,
        Patience = TimeSpan.FromSeconds(60),
    };

    private static void Prove(RunAnswer answer, string? last)
    {
        decimal[] times = [.. answer.WorkloadOutput.Trim().Split(' ').Select(t => decimal.Parse(t, CultureInfo.InvariantCulture))];
        (times[1] - (times[0] / 100)).ShouldBeGreaterThanOrEqualTo(Seconds);
        if (last is not null)
            answer.Events[^1].GetProperty("event").GetString().ShouldBe(last);
    }
}
