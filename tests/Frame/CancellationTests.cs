using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class CancellationTests : IDisposable
{
    private readonly FrontDoor door = new();

    public void Dispose() => door.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_run_and_the_programs_that_it_started(string signal)
    {
        // The first program that a run starts is git: here one that never ends by itself.
        door.Write(".git/HEAD", "");
        door.Write("bin/git", "#!/bin/sh\necho $$ > \"$PID_FILE\"\nsleep 86399 &\nwait\n");
        File.SetUnixFileMode(Path.Combine(door.Root, "bin", "git"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string pidFile = Path.Combine(door.Root, "pid");
        door.Environment["PID_FILE"] = pidFile;
        door.Environment["PATH"] = Path.Combine(door.Root, "bin") + ":" + Environment.GetEnvironmentVariable("PATH");

        var errors = new StringBuilder();
        var run = door.Command("--target=Clean").WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .ExecuteAsync(TestContext.Current.CancellationToken);
        await WaitUntil(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'));
        string git = File.ReadAllText(pidFile).Trim();
        await Cli.Wrap("kill").WithArguments(["-" + signal, run.ProcessId.ToString(CultureInfo.InvariantCulture)])
            .ExecuteAsync(TestContext.Current.CancellationToken);

        (await run).ExitCode.ShouldBe(BuildHost.Interrupted, errors.ToString());
        errors.ToString().ShouldContain("Stopping");
        await WaitUntil(() => !Directory.Exists("/proc/" + git));
    }

    private static async Task WaitUntil(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
