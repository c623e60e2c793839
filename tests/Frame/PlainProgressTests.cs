using System;
using Corewright.Build.Progress;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class PlainProgressTests
{
    private readonly RecordingLog log = new();
    private readonly ManualTime time = new();

    private PlainProgressLog Progress => field ??= new PlainProgressLog(log, time);

    [Fact]
    public void Work_of_less_than_a_second_prints_nothing()
    {
        using (Progress.Begin("quick", 10))
            time.Advance(TimeSpan.FromSeconds(0.9));
        log.Lines.ShouldBeEmpty();
        time.ActiveTimers.ShouldBe(0);
    }

    [Fact]
    public void Long_work_prints_at_its_start_every_ten_seconds_and_at_its_end()
    {
        using (var item = Progress.Begin("qemu", 100_000_000))
        {
            for (int second = 0; second < 25; second++)
            {
                item.Advance(4_000_000);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        log.Lines.ShouldBe([
            "  qemu: 4.0 MB of 100.0 MB, 4.0 MB/s, 1.0 s",
            "  qemu: 44.0 MB of 100.0 MB, 4.0 MB/s, 11 s",
            "  qemu: 84.0 MB of 100.0 MB, 4.0 MB/s, 21 s",
            "  qemu: done, 100.0 MB of 100.0 MB, 4.0 MB/s, 25 s",
        ]);
    }

    [Fact]
    public void A_state_is_shown_and_ends_the_item()
    {
        using (var item = Progress.Begin("aarch64-5.10", unit: ProgressUnit.Steps))
        {
            item.Report("booting");
            time.Advance(TimeSpan.FromSeconds(1));
            item.Report("pass");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        log.Lines.ShouldBe(["  aarch64-5.10: booting, 1.0 s", "  aarch64-5.10: pass, 2.0 s"]);
    }

    [Fact]
    public void Disposing_twice_prints_once()
    {
        var item = Progress.Begin("twice");
        time.Advance(TimeSpan.FromSeconds(5));
        item.Dispose();
        item.Dispose();
        time.Advance(TimeSpan.FromSeconds(60));
        log.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void Braces_in_a_message_are_only_braces()
    {
        Progress.Information("{0} {nope");
        log.Lines.ShouldBe(["{0} {nope"]);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(999_960, "1.0 MB")]
    [InlineData(1_234_567_890, "1.2 GB")]
    public void Bytes_have_decimal_units(long bytes, string text) => ProgressText.Bytes(bytes).ShouldBe(text);

    [Theory]
    [InlineData(0.44, "0.4 s")]
    [InlineData(12.4, "12 s")]
    [InlineData(185, "3 min 05 s")]
    public void Durations_are_as_exact_as_matters(double seconds, string text) =>
        ProgressText.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}
