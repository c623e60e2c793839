using System.Collections.Generic;
using System.Linq;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Tracepoints, maps of the plainest kinds and global variables: what everything else stands on.</summary>
internal sealed class TracepointCases : IFeatureArea
{
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("tracepoint", "tracepoint", "basics", new Since("4.7"), report =>
        {
            report.CommandExit.ShouldBe(3);
            report.Global("EXECS").ShouldBeGreaterThan(0);
            report.Global("BIASED").ShouldBe(report.Global("EXECS") + 40);
            report.Value("COUNTS", 1).ShouldBe(report.Global("EXECS"));
            report.Entries("COUNTS").Count.ShouldBe(4);
        })
        {
            Arguments = ["--set", "BIAS=40"],
            Command = ["sh", "-c", "true; exit 3"],
        },
        new("c-tracepoint", "objects from clang", "basics_c", new Since("4.7"), report =>
        {
            report.Global("hits").ShouldBeGreaterThan(0);
            report.GlobalText("greeting").ShouldBe("hello");
            var last = report.GlobalValue("last");
            last.GetProperty("kind").GetString().ShouldBe("KIND_EXEC");
            last.GetProperty("flag").GetBoolean().ShouldBeTrue();
            last.GetProperty("delta").GetInt32().ShouldBe(-5);
            last.GetProperty("low").GetInt32().ShouldBe(5);
            last.GetProperty("comm").GetString().ShouldNotBeEmpty();
            last.GetProperty("inner").GetInt32().ShouldBe(7, "a member of an anonymous union");
            report.Entries("per_cpu").Single(e => e.Key.GetInt64() == 0).Value.EnumerateArray().Sum(v => v.GetInt64())
                .ShouldBe(report.Global("hits"));
        })
        {
            Area = "Objects",
        },
    ];
}
