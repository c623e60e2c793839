using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap.Exceptions;

namespace CliWrap.Buffered;

public static class BufferedCommandExtensions
{
    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command, CancellationToken cancellationToken = default) =>
        command.ExecuteBufferedAsync(Encoding.Default, Encoding.Default, cancellationToken, CancellationToken.None);

    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command, Encoding encoding, CancellationToken cancellationToken = default) =>
        command.ExecuteBufferedAsync(encoding, encoding, cancellationToken, CancellationToken.None);

    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command, Encoding standardOutputEncoding, Encoding standardErrorEncoding,
        CancellationToken cancellationToken = default) =>
        command.ExecuteBufferedAsync(standardOutputEncoding, standardErrorEncoding, cancellationToken, CancellationToken.None);

    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command, Encoding standardOutputEncoding, Encoding standardErrorEncoding,
        CancellationToken forcefulCancellationToken, CancellationToken gracefulCancellationToken)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        // Pipes that the caller set up go on receiving what is buffered here.
        var running = command
            .WithStandardOutputPipe(PipeTarget.Merge(command.StandardOutputPipe, PipeTarget.ToStringBuilder(output, standardOutputEncoding)))
            .WithStandardErrorPipe(PipeTarget.Merge(command.StandardErrorPipe, PipeTarget.ToStringBuilder(errors, standardErrorEncoding)))
            .ExecuteAsync(forcefulCancellationToken, gracefulCancellationToken);
        return new CommandTask<BufferedCommandResult>(BufferAsync(running, output, errors), running.ProcessId);
    }

    private static async Task<BufferedCommandResult> BufferAsync(
        Task<CommandResult> running, StringBuilder output, StringBuilder errors)
    {
        try
        {
            var result = await running.ConfigureAwait(false);
            return new BufferedCommandResult(
                result.ExitCode, result.StartTime, result.ExitTime, output.ToString(), errors.ToString());
        }
        catch (CommandExecutionException exception)
        {
            throw new CommandExecutionException(
                exception.Command, exception.ExitCode, exception.Message + "\n" + errors.ToString().Trim(), exception);
        }
    }
}
