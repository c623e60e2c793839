using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Progress;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class LiveProgressTests
{
    private readonly StringWriter screen = new();
    private readonly RecordingLog log = new();

    private LiveProgressLog Progress => field ??= new LiveProgressLog(log, AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = ColorSystemSupport.NoColors,
        Out = new AnsiConsoleOutput(screen),
    }), System.TimeProvider.System);

    [Fact]
    public async Task Lines_go_above_the_bars_while_there_are_any_and_to_the_log_afterwards()
    {
        using (var item = Progress.Begin("[odd] label", 10, ProgressUnit.Steps))
        {
            item.Advance(3);
            item.Report("half");
            Progress.Information("with [brackets]");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        screen.ToString().ShouldContain("[odd] label");
        screen.ToString().ShouldContain("with [brackets]");
        screen.ToString().ShouldContain("half, 3 of 10");
        log.Lines.ShouldBeEmpty();
        Progress.Information("after");
        log.Lines.ShouldBe(["after"]);
    }

    [Fact]
    public async Task Items_of_many_threads_begin_and_end_in_any_order()
    {
        var progress = Progress;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
        {
            using var item = progress.Begin($"item {i}", i % 2 == 0 ? 100 : null);
            item.Advance(100);
        }, TestContext.Current.CancellationToken)));
        progress.Information("clean");
        log.Lines.ShouldBe(["clean"]);
    }
}
