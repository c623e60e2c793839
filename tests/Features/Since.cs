using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Tests.Features;

/// <summary>From which version of Linux on something works, by architecture, such as <c>5.18</c>; null for never.</summary>
internal sealed record Since(string? X86_64, string? Aarch64, string? Armv7)
{
    /// <summary>On all three architectures alike.</summary>
    public Since(string version)
        : this(version, version, version)
    {
    }

    /// <summary>Whether it is there on a kernel.</summary>
    public bool Includes(Kernel kernel) =>
        On(kernel.Architecture) is { } first && Version.Parse(Padded(kernel.Version)) >= Version.Parse(Padded(first));

    /// <summary>The version for an architecture; null for never.</summary>
    public string? On(string architecture) => architecture switch
    {
        "x86_64" => X86_64,
        "aarch64" => Aarch64,
        "armv7" => Armv7,
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "no such architecture"),
    };

    /// <summary>The versions by architecture, without those that never have it.</summary>
    public IReadOnlyDictionary<string, string> ByArchitecture =>
        ((string[])["x86_64", "aarch64", "armv7"]).Where(a => On(a) is not null).ToDictionary(a => a, a => On(a)!);

    private static string Padded(string version) => version.Contains('.', StringComparison.Ordinal) ? version : version + ".0";
}
