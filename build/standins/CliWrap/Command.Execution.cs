using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap.Exceptions;
using CliWrap.Processes;

namespace CliWrap;

public partial class Command
{
    public CommandTask<CommandResult> ExecuteAsync(CancellationToken cancellationToken = default) =>
        ExecuteAsync(cancellationToken, CancellationToken.None);

    public CommandTask<CommandResult> ExecuteAsync(
        CancellationToken forcefulCancellationToken, CancellationToken gracefulCancellationToken)
    {
        forcefulCancellationToken.ThrowIfCancellationRequested();
        gracefulCancellationToken.ThrowIfCancellationRequested();
        var start = DateTimeOffset.Now;
        // A program that does not exist is told at once, not by the task.
        var process = Process.Start(StartInfo())!;
        int id = process.Id;
        return new CommandTask<CommandResult>(RunAsync(process, start, forcefulCancellationToken, gracefulCancellationToken), id);
    }

    private ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(TargetFilePath, Arguments)
        {
            WorkingDirectory = WorkingDirPath,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in EnvironmentVariables)
            info.Environment[name] = value;
        return info;
    }

    private async Task<CommandResult> RunAsync(
        Process process, DateTimeOffset start, CancellationToken forceful, CancellationToken graceful)
    {
        using (process)
        using (var inputEnd = CancellationTokenSource.CreateLinkedTokenSource(forceful))
        {
            CommandResult result;
            // Both are awaited below at the latest when the process is gone.
            await using (forceful.Register(() => Signals.KillTree(process)))
            await using (graceful.Register(() => Signals.Interrupt(process)))
            {
                var input = WriteAsync(process, inputEnd.Token);
                var output = Task.WhenAll(
                    StandardOutputPipe.CopyFromAsync(process.StandardOutput.BaseStream, forceful),
                    StandardErrorPipe.CopyFromAsync(process.StandardError.BaseStream, forceful));
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
                result = new CommandResult(process.ExitCode, start, DateTimeOffset.Now);
                // Nobody reads what is not written yet.
                await inputEnd.CancelAsync().ConfigureAwait(false);
                await input.ConfigureAwait(false);
                await output.ConfigureAwait(false);
            }

            forceful.ThrowIfCancellationRequested();
            graceful.ThrowIfCancellationRequested();
            return Validation.HasFlag(CommandResultValidation.ZeroExitCode) && result.ExitCode != 0
                ? throw new CommandExecutionException(this, result.ExitCode,
                    $"'{this}' ended with exit code {result.ExitCode}, which is not 0.")
                : result;
        }
    }

    private async Task WriteAsync(Process process, CancellationToken end)
    {
        var stream = process.StandardInput.BaseStream;
        try
        {
            await using (stream.ConfigureAwait(false))
                await StandardInputPipe.CopyToAsync(stream, end).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The process closed its end: it has read as much as it wanted.
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It ended before it had read everything; cancellation by the caller is told by the exit.
        }
    }
}
