using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Guests;

/// <summary>What came out of one QEMU, before anything of it is believed.</summary>
/// <param name="Duration">From QEMU's start to its exit.</param>
/// <param name="Console">The kernel's console.</param>
/// <param name="Started">Whether <c>/init</c> said that it runs.</param>
/// <param name="Results">The bytes of the result line.</param>
/// <param name="Stopped">Why the host ended the guest; null where QEMU ended by itself.</param>
/// <param name="ExitCode">QEMU's, where it ended by itself.</param>
/// <param name="QemuError">QEMU's own messages.</param>
internal sealed record RawAnswer(
    TimeSpan Duration, string Console, bool Started, byte[] Results, GuestFailure? Stopped, int ExitCode, string QemuError)
{
    /// <summary>Where <c>/init</c> last said that it is.</summary>
    public string State { get; init; } = "";
}

/// <summary>One start of QEMU.</summary>
internal sealed class GuestRun(
    ToolRoot qemu, Architecture architecture, PreparedKernel kernel, string baseArchive, byte[] jobArchive, bool kvm)
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(100);

    /// <summary>How many processors the guest has.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>From QEMU's start to <c>/init</c>.</summary>
    public required TimeSpan BootTimeout { get; init; }

    /// <summary>From <c>/init</c> to QEMU's end.</summary>
    public required TimeSpan JobTimeout { get; init; }

    /// <summary>From one state that <c>/init</c> tells to the next.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.MaxValue;

    /// <summary>See <see cref="GuestJob.CountsInstructions"/>.</summary>
    public bool CountsInstructions { get; init; }

    /// <summary>Runs the guest to its end, or ends it.</summary>
    public async Task<RawAnswer> RunAsync(Action<string> stateChanged, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("corewright-guest-");
        try
        {
            string initramfs = Path.Combine(folder.FullName, "initramfs.cpio");
            string results = Path.Combine(folder.FullName, "results");
            await using (FileStream output = File.Create(initramfs))
            {
                await using (FileStream input = File.OpenRead(baseArchive))
                    await input.CopyToAsync(output, cancellationToken);
                await output.WriteAsync(jobArchive, cancellationToken);
            }
            return await RunAsync(initramfs, results, stateChanged, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<RawAnswer> RunAsync(
        string initramfs, string results, Action<string> stateChanged, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        long changed = 0;
        var console = new ConsoleCapture(state =>
        {
            Volatile.Write(ref changed, clock.ElapsedMilliseconds);
            stateChanged(state);
        });
        var errors = new StringBuilder();
        GuestFailure? stopped = null;
        int exitCode = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Command command = QemuCommand.Create(
            qemu, architecture, kernel, initramfs, results, kvm, CountsInstructions, Processors)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(console))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors));
        try
        {
            Task<CommandResult> running = command.ExecuteAsync(end.Token);
            TimeSpan? booted = null;
            while (await Task.WhenAny(running, Task.Delay(s_glance, CancellationToken.None)) != running)
            {
                if (booted is null && console.Started)
                    booted = clock.Elapsed;
                stopped ??= booted is null && clock.Elapsed > BootTimeout ? GuestFailure.NotBooted
                    : booted is { } since && (clock.Elapsed - since > JobTimeout
                        || clock.ElapsedMilliseconds - Volatile.Read(ref changed) > StepTimeout.TotalMilliseconds) ? GuestFailure.TimedOut
                    : new FileInfo(results) is { Exists: true, Length: > ResultStream.MaximumBytes } ? GuestFailure.Flood
                    : null;
                if (stopped is not null)
                    await end.CancelAsync();
            }
            exitCode = (await running).ExitCode;
        }
        catch (OperationCanceledException) when (stopped is not null && !cancellationToken.IsCancellationRequested)
        {
            // The host's own decision, told by 'stopped'.
        }
        catch (Win32Exception e)
        {
            throw new BuildException($"{architecture.Qemu.Program} did not start: {e.Message}", qemu.Path,
                "delete that folder and run --target=Fetch", e);
        }
        byte[] stream = stopped is null && File.Exists(results) ? await ReadAsync(results, cancellationToken) : [];
        return new RawAnswer(clock.Elapsed, console.Text, console.Started, stream, stopped, exitCode, errors.ToString())
        {
            State = console.State,
        };
    }

    // One byte more than is allowed tells the parser that there was more.
    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        var content = new byte[Math.Min(file.Length, ResultStream.MaximumBytes + 1)];
        await file.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
