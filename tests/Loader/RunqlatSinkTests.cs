using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using Corewright.Loader;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Programs;
using Corewright.Loader.Runqlat;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class RunqlatSinkTests
{
    [Fact]
    public void Percentiles_are_spread_over_their_slot_and_end_with_the_longest()
    {
        // 90 times of about 1 µs, 10 of about 1 ms; the longest is in the middle of its slot.
        Histogram times = Times((10, 90), (20, 10));
        times.LongestNs = 1_500_000;
        WaitingTimes.Count(times).ShouldBe(100ul);
        WaitingTimes.Percentile(times, 45).ShouldBe(1024ul + 512);
        WaitingTimes.Percentile(times, 90).ShouldBe(2048ul);
        WaitingTimes.Percentile(times, 95).ShouldBe((1_048_576ul + 1_500_000) / 2);
        WaitingTimes.Percentile(times, 99).ShouldBeLessThan(1_500_000ul);
    }

    [Fact]
    public void One_time_is_every_percentile()
    {
        Histogram times = Times((0, 1));
        times.LongestNs = 1;
        WaitingTimes.Percentile(times, 1).ShouldBe(1ul);
        WaitingTimes.Percentile(times, 99).ShouldBe(1ul);
    }

    [Fact]
    public void Nothing_has_no_mean_and_no_percentile()
    {
        Histogram times = default;
        WaitingTimes.Mean(times).ShouldBe(0ul);
        WaitingTimes.Percentile(times, 50).ShouldBe(0ul);
        Drawn(times, ascii: false).ShouldBe("");
    }

    [Fact]
    public void Numbers_as_large_as_they_get_stay_in_order()
    {
        Histogram times = default;
        for (int slot = 0; slot < Histogram.SlotsLength; slot++)
            times.Slots[slot] = uint.MaxValue;
        times.LongestNs = ulong.MaxValue;
        ulong before = 0;
        for (uint percent = 1; percent <= 99; percent++)
        {
            ulong here = WaitingTimes.Percentile(times, percent);
            here.ShouldBeGreaterThanOrEqualTo(before);
            before = here;
        }
        Drawn(times, ascii: true).Split('\n')[1].ShouldEndWith(new string('#', 40));
    }

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(1000, "1.0 µs")]
    [InlineData(9_949, "9.9 µs")]
    [InlineData(9_950, "10 µs")]
    [InlineData(16_384, "16 µs")]
    [InlineData(999_499, "999 µs")]
    [InlineData(999_500, "1.0 ms")]
    [InlineData(1_048_576, "1.0 ms")]
    [InlineData(1_073_741_824, "1.1 s")]
    [InlineData(5_000_000_000_000, "5000 s")]
    public void Times_have_two_or_three_digits(ulong nanoseconds, string expected)
    {
        using var text = new MemoryText();
        DurationText.Write(text.Writer, nanoseconds, 8);
        text.Text.ShouldBe(expected.PadLeft(8));
    }

    [Fact]
    public void The_chart_goes_from_the_first_slot_to_the_last_that_has_something()
    {
        Drawn(Times((10, 80), (12, 10), (13, 1)), ascii: false).ShouldBe("""
                FROM       TO       TIMES   SHARE
              1.0 µs   2.0 µs          80   87.9%  ████████████████████████████████████████
              2.0 µs   4.1 µs           0    0.0%
              4.1 µs   8.2 µs          10   11.0%  █████
              8.2 µs    16 µs           1    1.1%  ▌

            """);
    }

    [Fact]
    public void A_chart_can_do_without_unicode()
    {
        string chart = Drawn(Times((10, 80), (12, 40)), ascii: true);
        chart.All(char.IsAscii).ShouldBeTrue();
        chart.ShouldContain("  4.1 us   8.2 us          40   33.3%  ####################\n");
    }

    [Fact]
    public void A_histogram_is_a_line_of_json()
    {
        using var text = new MemoryText();
        Histogram times = Times((0, 2), (11, 1));
        times.TotalNs = 3001;
        times.LongestNs = 3000;
        Sink(text, json: true).Report(times, isLast: true);
        text.Text.ShouldBe(
            "{\"event\":\"histogram\",\"count\":3,\"total_ns\":3001,\"mean_ns\":1000,\"p50_ns\":2,\"p90_ns\":3000,\"p99_ns\":3000,\"longest_ns\":3000,"
            + "\"buckets\":[{\"from_ns\":0,\"to_ns\":2,\"count\":2},{\"from_ns\":2048,\"to_ns\":4096,\"count\":1}]}\n");
    }

    [Fact]
    public void The_last_interval_is_not_said_to_be_a_whole_one()
    {
        using var text = new MemoryText();
        RunqlatSink sink = Sink(text, json: false);
        fixed (byte* seconds = "5\0"u8)
            sink.Take("--interval"u8, seconds).ShouldBeTrue();
        sink.Report(Times((3, 1)), isLast: false);
        sink.Report(default, isLast: true);
        text.Text.ShouldStartWith("\nafter 0 s: 1 time,");
        text.Text.ShouldEndWith("\nsince then: 0 times\n");
    }

    [Fact]
    public void The_last_slot_has_no_end()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Report(Times((Histogram.SlotsLength - 1, 1)), isLast: true);
        JsonDocument.Parse(text.Text).RootElement.GetProperty("buckets")[0].TryGetProperty("to_ns", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_process_is_a_row_with_its_histogram_in_it()
    {
        using var text = new MemoryText();
        Group group = Process("a\u001bb");
        var table = new GroupTable(text.Writer, new ContainerTable(), ascii: false);
        table.Header(Grouping.Process, styled: false);
        table.Row(&group);
        text.Text.ShouldBe("""
            PID      COMM             CONTAINER         TIMES     MEAN      P50      P99  LONGEST  256 ns - 4.3 s
            77       a\x1bb           -                    12   1.5 µs   1.6 µs   5.0 µs   5.0 µs    █ ▂

            """);
    }

    [Fact]
    public void A_process_of_json_says_who_it_is()
    {
        using var text = new MemoryText();
        Group group = Process("sixteen letters!");
        new GroupTable(text.Writer, new ContainerTable(), ascii: false).Json(&group);
        JsonElement line = JsonDocument.Parse(text.Text).RootElement;
        line.GetProperty("event").GetString().ShouldBe("process");
        line.GetProperty("tgid").GetInt32().ShouldBe(77);
        line.GetProperty("comm").GetString().ShouldBe("sixteen letters!");
        line.GetProperty("pid_namespace").GetUInt32().ShouldBe(4026531836);
        line.GetProperty("count").GetInt32().ShouldBe(12);
        line.GetProperty("buckets").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("--interval", "5", true)]
    [InlineData("--interval", "0", false)]
    [InlineData("--interval", "86401", false)]
    [InlineData("--interval", "5s", false)]
    [InlineData("--interval", "", false)]
    public void Intervals_are_whole_seconds(string option, string value, bool makesSense)
    {
        var sink = new RunqlatSink();
        sink.Kind(Encoding.UTF8.GetBytes(option)).ShouldBe(OptionKind.Value);
        fixed (byte* text = Encoding.UTF8.GetBytes(value + "\0"))
            sink.Take(Encoding.UTF8.GetBytes(option), text).ShouldBe(makesSense);
        sink.TickMilliseconds.ShouldBe(makesSense ? 5000u : 0);
    }

    [Fact]
    public void Processes_and_containers_cannot_both_be_told_apart()
    {
        var sink = new RunqlatSink();
        sink.Kind("--per-process"u8).ShouldBe(OptionKind.Switch);
        sink.Take("--per-process"u8, null).ShouldBeTrue();
        sink.Take("--per-process"u8, null).ShouldBeTrue();
        sink.Take("--per-container"u8, null).ShouldBeFalse();
    }

    private static Group Process(string comm)
    {
        Group group = default;
        group.Key.Id = 77;
        group.Key.Grouping = Grouping.Process;
        group.Task.Tgid = 77;
        group.Task.PidNamespace = 4026531836;
        Encoding.UTF8.GetBytes(comm).CopyTo(new Span<byte>(group.Task.Comm, ProcessHeader.CommLength));
        group.Times = Times((10, 10), (12, 2));
        group.Times.TotalNs = 18_000;
        group.Times.LongestNs = 5_000;
        return group;
    }

    private static string Drawn(in Histogram times, bool ascii)
    {
        using var text = new MemoryText();
        HistogramChart.Draw(text.Writer, WaitingTimes.Slots(times), "TIMES"u8, ascii, styled: false);
        return text.Text;
    }

    private static Histogram Times(params (int Slot, ulong Count)[] slots)
    {
        Histogram times = default;
        foreach ((int slot, ulong count) in slots)
        {
            times.Slots[slot] = count;
            times.TotalNs += count << slot;
            times.LongestNs = (2UL << slot) - 1;
        }
        return times;
    }

    private static RunqlatSink Sink(MemoryText text, bool json)
    {
        var sink = new RunqlatSink();
        sink.Open(text.Writer, text.Writer, json, styled: false);
        return sink;
    }
}
