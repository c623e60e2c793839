using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Progress;

namespace Corewright.Build.Testing;

/// <summary>Builds the test program and runs it.</summary>
public sealed class TestRunner(BuildPaths paths, IProgressLog progress)
{
    private const string Configuration = "Release";

    private string Project => Path.Combine(paths.Root, "tests", "Corewright.Tests.csproj");

    private string Program => Path.Combine(paths.Root, "tests", "bin", Configuration, "net10.0", "Corewright.Tests.dll");

    /// <summary>Builds and runs all tests, or those of the classes that match.</summary>
    /// <param name="classes">A class's full name with <c>*</c> at either end, or null.</param>
    /// <param name="cancellationToken">Ends the runner and everything it started.</param>
    /// <exception cref="BuildException">The tests don't compile, or the runner died.</exception>
    public Task<TestSummary> RunAsync(string? classes, CancellationToken cancellationToken) =>
        RunAsync(classes, new Dictionary<string, string?>(), cancellationToken);

    /// <summary>The same with variables that tests read.</summary>
    /// <param name="classes">A class's full name with <c>*</c> at either end, or null.</param>
    /// <param name="variables">Added to the runner's environment.</param>
    /// <param name="cancellationToken">Ends the runner and everything it started.</param>
    /// <exception cref="BuildException">The tests don't compile, or the runner died.</exception>
    public async Task<TestSummary> RunAsync(
        string? classes, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        await BuildAsync(cancellationToken);
        using var item = progress.Begin("tests", unit: ProgressUnit.Steps);
        var messages = new TestMessages(progress, name =>
        {
            item.Advance(1);
            item.Report(name);
        });
        var errors = new StringBuilder();
        string[] filter = classes is null ? [] : ["-class", classes];
        var result = await Cli.Wrap(DotnetHost.Path)
            .WithArguments([Program, "-automated", "async", "-noColor", "-noAutoReporters", .. filter])
            .WithWorkingDirectory(paths.Root)
            .WithEnvironmentVariables(variables)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(messages.Read))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        if (errors.Length > 0)
            progress.Verbose(errors.ToString().TrimEnd());
        item.Report("");
        return messages.IsComplete
            ? messages.Summary
            : throw new BuildException($"the test runner ended early with exit code {result.ExitCode}: {errors}", Program);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        using var item = progress.Begin("building the tests", unit: ProgressUnit.Steps);
        // The StandIns property reaches this build through the environment, as build.sh set it.
        var result = await Cli.Wrap(DotnetHost.Path)
            .WithArguments(["build", Project, "-c", Configuration, "-v", "quiet", "-nologo", "-nodeReuse:false",
                "-p:UseSharedCompilation=false"])
            .WithWorkingDirectory(paths.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new BuildException("the tests don't compile:" + Environment.NewLine
                + (result.StandardOutput + result.StandardError).Trim(), Project);
        }
    }
}
