using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;

namespace Corewright.Build.Loaders;

/// <summary>Runs one compiler, assembler or linker and turns its complaints into a <see cref="BuildException"/>.</summary>
internal static class ToolProcess
{
    private const int ShownLines = 20;

    /// <summary>Runs a tool to its end.</summary>
    /// <param name="command">The tool with its arguments.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="advice">Advice for the tool's output, or null.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="BuildException">It could not be started, or did not end with 0.</exception>
    public static async Task RunAsync(
        Command command, string name, Func<string, string?>? advice, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var pipe = PipeTarget.ToDelegate(line =>
        {
            lock (output)
                output.Append(line).Append('\n');
        });
        CommandResult result;
        try
        {
            result = await command
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(pipe)
                .WithStandardErrorPipe(pipe)
                .ExecuteAsync(cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BuildException($"{name} could not be started: {e.Message}", command.TargetFilePath, null, e);
        }

        if (result.ExitCode != 0)
            throw Failure(name, result.ExitCode, output.ToString(), advice);
    }

    private static BuildException Failure(string name, int exitCode, string output, Func<string, string?>? advice)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] errors = [.. lines.Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase) || l.StartsWith(">>>", StringComparison.Ordinal))];
        string[] shown = errors.Length > 0 ? errors : lines;
        string rest = shown.Length > ShownLines ? $"\n  and {shown.Length - ShownLines} more lines" : "";
        return new BuildException(
            $"{name} ended with exit code {exitCode}:\n  {string.Join("\n  ", shown.Take(ShownLines))}{rest}\n",
            null,
            advice?.Invoke(output));
    }
}
