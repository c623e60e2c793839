using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Corewright.Bpf.Kernel;
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
        new("pinned-link", "links that outlive the loader (--pin)", "basics", new Since("5.15"), report =>
        {
            report.Attached("on_exec").ShouldBe("link");
            JsonElement count = JsonDocument.Parse(report.Output).RootElement[1].GetProperty("formatted");
            count.GetProperty("key").GetInt32().ShouldBe(1);
            count.GetProperty("value").GetInt32().ShouldBeGreaterThan(1, "the first run's command was one, bpftool is another");
        })
        {
            Lacks = KernelFeature.PerfLink,
            Setup = [["bpfrun", "run", "/job/basics.bpf.o", "--pin", "/sys/fs/bpf/first", "--json", Feature.TypesOption, "--", "true"]],
            Arguments = ["--pin", "/sys/fs/bpf/second"],
            Command = ["bpftool", "-j", "map", "dump", "pinned", "/sys/fs/bpf/first/COUNTS"],
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
