using System.Collections.Generic;
using System.Linq;
using Corewright.Build;
using Corewright.Build.Bench;
using Corewright.Build.Bench.Comparison;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bench;

public class LoaderTableTests
{
    private static ComparisonRow Row(params double[] medians) =>
        new("x", "ms", [.. medians.Select(median => (IReadOnlyList<double>)[median - 1, median, median + 1])]);

    [Fact]
    public void A_goal_is_judged_by_our_median_and_by_the_peers_where_it_names_them()
    {
        Goals.AtMost(Row(96), 96).Met.ShouldBe(true);
        Goals.AtMost(Row(97), 96).Met.ShouldBe(false);
        Goals.HalfOfBestPeer(Row(20, 60, 40)).Met.ShouldBe(true);
        Goals.HalfOfBestPeer(Row(21, 60, 40)).Met.ShouldBe(false);
        Goals.FromTypesToLoad(Row(29, 118, 1)).Met.ShouldBe(true);
        Goals.FromTypesToLoad(Row(31, 118, 900)).Met.ShouldBe(false);
        Goals.AtLeastLibbpf(Row(10, 10, 99)).Met.ShouldBe(true);
        Goals.AtLeastLibbpf(Row(9, 10, 1)).Met.ShouldBe(false);
    }

    [Fact]
    public void One_dropped_event_of_ours_misses_the_goal_and_one_of_a_peers_does_not()
    {
        Goals.Zero(new("drops", "events", [[0, 0], [5, 5]])).Met.ShouldBe(true);
        Goals.Zero(new("drops", "events", [[0, 1, 0], [0, 0, 0]])).Met.ShouldBe(false);
    }

    [Fact]
    public void The_table_shows_medians_and_says_which_goals_are_missed()
    {
        var table = new LoaderTable("x86_64-7.3", ["ours", "libbpf"], [Goals.HalfOfBestPeer(Row(2, 3)), Row(150, 10)]);
        var report = new BenchmarkReport(BenchmarkReport.CurrentSchema, "0.1.0", "", 2, [], table);
        report.Lines().ShouldBe(
        [
            "Loaders on x86_64-7.3:",
            "what    ours  libbpf  goal",
            "x       2 ms    3 ms  missed: at most half of the best peer's: 1.50 ms",
            "x     150 ms   10 ms",
        ]);
        LoaderTableText.Markdown(table).ShouldContain("""
            | what | ours | libbpf | goal |
            |---|--:|--:|---|
            | x | 2 ms | 3 ms | missed: at most half of the best peer's: 1.50 ms |
            """);
    }

    [Theory]
    [InlineData("cpu=1 cpu=2")]
    [InlineData("cpu")]
    [InlineData("cpu=-1")]
    [InlineData("cpu=x")]
    public void A_line_that_is_no_measurement_is_refused(string line) =>
        Should.Throw<BuildException>(() => new MeasuredLine(line));

    [Fact]
    public void A_measured_line_gives_its_values_and_misses_none_silently()
    {
        var line = new MeasuredLine("exec-to-attached=123 cpu=4\n");
        line["exec-to-attached"].ShouldBe(123);
        Should.Throw<BuildException>(() => line["peak"]).Message.ShouldContain("peak");
    }
}
