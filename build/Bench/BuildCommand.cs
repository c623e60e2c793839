using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace Corewright.Build.Bench;

/// <summary>Runs <c>build.sh</c> as a user would, from start to exit.</summary>
/// <param name="root">The clone to run it in.</param>
/// <param name="cache">The warm cache.</param>
internal sealed class BuildCommand(string root, string cache)
{
    /// <summary>Runs it.</summary>
    /// <returns>Milliseconds from its start to its end.</returns>
    /// <exception cref="BuildException">It fails; then there is nothing to measure.</exception>
    internal async Task<double> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        BufferedCommandResult result = await Cli.Wrap(Path.Combine(root, "build.sh"))
            .WithArguments(["--cache=" + cache, "--offline", .. arguments])
            .WithWorkingDirectory(root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            string said = (result.StandardError + result.StandardOutput).Trim();
            throw new BuildException($"build.sh {string.Join(' ', arguments)} ended with exit code {result.ExitCode}:\n"
                + said[Math.Max(0, said.Length - 2000)..], root, "make the build work, then measure it");
        }

        return result.RunTime.TotalMilliseconds;
    }
}
