using Corewright.Build.Bench;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bench;

public class MeasurementTests
{
    [Fact]
    public void The_median_is_the_value_in_the_middle()
    {
        new Measurement("x", "ms", [9, 1, 3, 7, 2], "").Median.ShouldBe(3);
        new Measurement("x", "ms", [4, 1, 2, 3], "").Median.ShouldBe(2.5);
        new Measurement("x", "ms", [5], "").Median.ShouldBe(5);
    }

    [Fact]
    public void A_start_is_timed_from_its_mark_to_the_loaders_own_line_and_nothing_else_counts()
    {
        const string Log = """
            [    0.900000] stray: attached 1 disk
            [    1.250000] corewright: start 1
            [    1.251000] something else
            [    1.262500] execwatch: attached 2 programs
            [    1.300000] again: attached 3 things
            [   12.000001] corewright: start 2
            [   12.020002] execwatch: attached 2 programs
            """;
        LoaderStart.Times(Log).ShouldBe([12.5, 20.001]);
    }

    [Fact]
    public void The_table_has_a_line_per_measurement()
    {
        var report = new BenchmarkReport(
            BenchmarkReport.CurrentSchema, "0.1.0", "", 2,
            [new("offline check, x86_64-5.10", "ms", [1.5, 2.5, 1.25], ""), new("loader peak memory", "KiB", [512, 512, 516], "")]);
        report.Lines().ShouldBe(
        [
            "offline check, x86_64-5.10        1.50 ms   (1.25 to 2.50 in 3 runs)",
            "loader peak memory                 512 KiB  (512 to 516 in 3 runs)",
        ]);
    }
}
