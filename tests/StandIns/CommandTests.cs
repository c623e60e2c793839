using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;
using Shouldly;
using Xunit;

namespace Corewright.Tests.StandIns;

/// <summary>What the project relies on in CliWrap, whether it is the package or its stand-in.</summary>
public sealed class CommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Awkward => ["plain", "", "two words", "a\"quote", "back\\slash", "trailing\\", "\\\"", "$HOME `x` *", "ü\t\n"];

    [Theory]
    [MemberData(nameof(Awkward))]
    public async Task Arguments_arrive_as_they_are(string argument)
    {
        var result = await Cli.Wrap("printf").WithArguments(["[%s][%s]", argument, "end"]).ExecuteBufferedAsync(Cancellation);
        result.StandardOutput.ShouldBe($"[{argument}][end]");
    }

    [Fact]
    public async Task A_builder_adds_one_and_many()
    {
        var result = await Cli.Wrap("printf").WithArguments(a => a.Add("%s,").Add(["x", "y z"]).Add(5)).ExecuteBufferedAsync(Cancellation);
        result.StandardOutput.ShouldBe("x,y z,5,");
    }

    [Fact]
    public async Task An_exit_code_other_than_0_is_an_error_that_keeps_what_the_program_said()
    {
        var command = Cli.Wrap("sh").WithArguments(["-c", "echo spilled >&2; exit 7"]);
        var error = await Should.ThrowAsync<CommandExecutionException>(async () => await command.ExecuteBufferedAsync(Cancellation));
        error.ExitCode.ShouldBe(7);
        error.Message.ShouldContain("spilled");
    }

    [Fact]
    public async Task Without_validation_the_exit_code_is_a_result()
    {
        var result = await Cli.Wrap("sh").WithArguments(["-c", "exit 7"])
            .WithValidation(CommandResultValidation.None).ExecuteAsync(Cancellation);
        result.ExitCode.ShouldBe(7);
        result.IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public void A_program_that_does_not_exist_is_told_at_once() =>
        Should.Throw<Win32Exception>(() => { _ = Cli.Wrap("/nonexistent/program").ExecuteAsync(Cancellation); });

    [Fact]
    public async Task Variables_are_set_and_removed()
    {
        var result = await Cli.Wrap("sh").WithArguments(["-c", "echo \"$ONE ${HOME-none}\""])
            .WithEnvironmentVariables(e => e.Set("ONE", "1").Set("HOME", null)).ExecuteBufferedAsync(Cancellation);
        result.StandardOutput.ShouldBe("1 none\n");
    }

    [Fact]
    public async Task It_runs_in_the_folder_that_was_asked_for()
    {
        var result = await Cli.Wrap("pwd").WithWorkingDirectory("/usr").ExecuteBufferedAsync(Cancellation);
        result.StandardOutput.ShouldBe("/usr\n");
    }

    [Fact]
    public async Task Input_and_output_of_more_than_a_pipe_holds_get_through()
    {
        byte[] sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);
        using var received = new MemoryStream();
        await Cli.Wrap("cat").WithStandardInputPipe(PipeSource.FromBytes(sent))
            .WithStandardOutputPipe(PipeTarget.ToStream(received)).ExecuteAsync(Cancellation);
        received.ToArray().AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_no_error()
    {
        var result = await Cli.Wrap("true").WithStandardInputPipe(PipeSource.FromBytes(new byte[1_000_000])).ExecuteAsync(Cancellation);
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Lines_come_one_by_one_and_pipes_can_be_merged()
    {
        var lines = new List<string>();
        var all = new StringBuilder();
        await Cli.Wrap("printf").WithArguments(["a\\nb\\nc"])
            .WithStandardOutputPipe(PipeTarget.Merge(PipeTarget.ToDelegate(lines.Add), PipeTarget.ToStringBuilder(all)))
            .ExecuteAsync(Cancellation);
        lines.ShouldBe(["a", "b", "c"]);
        all.ToString().ShouldBe("a\nb\nc");
    }

    [Fact]
    public async Task Cancellation_ends_the_program_and_what_it_started()
    {
        using var source = new CancellationTokenSource();
        string mark = "86399." + Guid.NewGuid().GetHashCode().ToString("00000000", System.Globalization.CultureInfo.InvariantCulture).TrimStart('-');
        Task<CommandResult> running = Cli.Wrap("sh").WithArguments(["-c", $"sleep {mark} & wait"]).ExecuteAsync(source.Token);
        await WaitUntil(() => IsRunning(mark));
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await running);
        await WaitUntil(() => !IsRunning(mark));
    }

    [Fact]
    public async Task A_graceful_token_interrupts()
    {
        using var graceful = new CancellationTokenSource();
        var output = new StringBuilder();
        Task<CommandResult> running = Cli.Wrap("env")
            .WithArguments(["--default-signal=INT", "sh", "-c", "trap 'echo stopped; exit 0' INT; echo ready; while :; do sleep 0.05; done"])
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => { lock (output) output.AppendLine(line); }))
            .ExecuteAsync(Cancellation, graceful.Token);
        await WaitUntil(() => { lock (output) return output.ToString().Contains("ready", StringComparison.Ordinal); });
        await graceful.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await running);
        output.ToString().ShouldContain("stopped");
    }

    private static bool IsRunning(string mark) => Directory.EnumerateDirectories("/proc")
        .Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0]))
        .Any(d =>
        {
            try
            {
                return File.ReadAllText(d + "/cmdline").StartsWith($"sleep\0{mark}", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });

    private static async Task WaitUntil(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            await Task.Delay(20, Cancellation);
        }
    }
}
