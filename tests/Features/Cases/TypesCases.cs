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
    ];
}
