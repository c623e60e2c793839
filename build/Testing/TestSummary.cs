namespace Corewright.Build.Testing;

/// <summary>What came of a test run.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed, with the errors of fixtures and of the runner itself.</param>
/// <param name="Skipped">How many were skipped.</param>
public sealed record TestSummary(int Passed, int Failed, int Skipped)
{
    /// <summary>Throws unless every test passed and there was one.</summary>
    /// <exception cref="BuildException">A test failed, or nothing ran.</exception>
    public void ThrowIfFailed()
    {
        if (Failed > 0)
            throw new BuildException(Failed == 1 ? "1 test failed" : $"{Failed} tests failed");
        if (Passed + Skipped == 0)
            throw new BuildException("no test ran", Options.Filter.Usage, "check the pattern");
    }

    /// <summary>The line that closes a run: <c>N passed, N failed</c>, and skipped ones where there are any.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed" + (Skipped > 0 ? $", {Skipped} skipped" : "");
}
