using System.Collections.Generic;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Types that kernels learned one after the other, in objects that load on all of them.</summary>
internal sealed class TypesCases : IFeatureArea
{
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("adapted-types", "BTF that older kernels don't know: FLOAT, ENUM64, DECL_TAG, TYPE_TAG", "types", new Since("5.2"), report =>
        {
            report.Global("hits").ShouldBeGreaterThan(0);
            report.Global("calls").ShouldBeGreaterThan(0, "a hidden function, checked with its caller");
            report.Global("second").ShouldBeGreaterThan(8);
            report.GlobalValue("measured").GetProperty("wide").GetString().ShouldBe("WIDE_HIGH");
        })
        {
            Area = "Objects",
            Command = ["sh", "-c", "true"],
        },
        new("module-types", "CO-RE against types of modules", "module_types", new Since("5.11", "5.11", null), report =>
        {
            report.Global("hits").ShouldBeGreaterThan(0);
            report.Global("exists").ShouldBe(1);
            report.Global("peer_bytes").ShouldBe(8);
            report.Global("headroom").ShouldBeGreaterThan(8);
            report.Global("size").ShouldBeGreaterThan(report.Global("headroom"));
            report.Global("missing").ShouldBe(0);
            report.Global("pid").ShouldBeGreaterThan(100);
        })
        {
            Area = "Objects",
            Modules = ["veth"],
            Command = ["sh", "-c", "true"],
            Excused = new Dictionary<string, string>
            {
                // Nothing fails there: what the kernel can't tell doesn't exist.
                ["x86_64-5.10"] = "modules have no BTF before 5.11",
                ["aarch64-5.10"] = "modules have no BTF before 5.11",
                ["armv7-5.10"] = "Debian's armv7 kernels have no BTF",
                ["armv7-6.1"] = "Debian's armv7 kernels have no BTF",
                ["armv7-6.12"] = "Debian's armv7 kernels have no BTF",
                ["armv7-7.2"] = "Debian's armv7 kernels have no BTF",
            },
        },
    ];
}
