using System;
using Corewright.Loader;
using Shouldly;

namespace Corewright.Tests.Guests;

/// <summary>How a loader has to refuse a kernel that is too old.</summary>
internal static class Refusal
{
    /// <summary>It ends with the exit code for that, and one line that says what the kernel lacks.</summary>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="error">What it wrote on standard error.</param>
    /// <param name="missing">What that line must hold.</param>
    /// <param name="said">All that is known, for people.</param>
    public static void NamesWhatIsMissing(int exitCode, string error, string missing, string said)
    {
        exitCode.ShouldBe((int)ExitCode.KernelTooOld, said);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1, said);
        missing.ShouldNotBeEmpty("it is not said what old kernels lack");
        lines[0].ShouldContain(missing, Case.Sensitive, said);
    }
}
