using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Corewright.Build.Support;
using Corewright.Tests.Guests;

namespace Corewright.Tests.Features;

/// <summary>All features, and the kernels that they are shown on; narrowed by FEATURES and KERNELS of the environment.</summary>
internal static class FeatureCatalog
{
    /// <summary>The oldest and the newest kernel of each architecture, and the long-term ones between of one.</summary>
    public static IReadOnlyList<string> AllKernels { get; } =
    [
        "x86_64-5.10", "x86_64-6.1", "x86_64-6.12", "x86_64-7.3", "aarch64-5.10", "aarch64-7.3", "armv7-5.10", "armv7-7.2",
    ];

    /// <summary>All features, area by area.</summary>
    public static IReadOnlyList<Feature> All { get; } =
    [
        .. typeof(FeatureCatalog).Assembly.GetTypes()
            .Where(t => !t.IsInterface && t.IsAssignableTo(typeof(IFeatureArea)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(t => (IReadOnlyList<Feature>)t.GetProperty(
                nameof(IFeatureArea.Features), BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!),
    ];

    /// <summary>The kernels that were asked for.</summary>
    public static IReadOnlyList<string> Kernels { get; } = AskedFor.In("KERNELS") ?? AllKernels;

    /// <summary>The features that were asked for.</summary>
    public static IReadOnlyList<Feature> Features { get; } = AskedFor.Of("FEATURES", All, f => f.Name);

    /// <summary>Whether nothing was left out, so that the result stands for all.</summary>
    public static bool IsWhole => AskedFor.In("FEATURES") is null && AskedFor.In("KERNELS") is null;

    /// <summary>What was shown, or is claimed, as the table of support has it.</summary>
    /// <param name="verdict">What is to be said of a feature on a kernel; null for nothing.</param>
    public static SupportProof Proof(Func<Feature, string, SupportVerdict?> verdict) => new(AllKernels,
    [
        .. All.Select(f => new ProvedFeature(f.Name, f.Title, f.Area, f.Since.ByArchitecture, AllKernels
            .Select(k => (Kernel: k, Verdict: f.Excused.ContainsKey(k) ? SupportVerdict.NotShown : verdict(f, k)))
            .Where(p => p.Verdict is not null)
            .ToDictionary(p => p.Kernel, p => p.Verdict!.Value))
        {
            Reasons = f.Excused.Where(e => AllKernels.Contains(e.Key)).ToDictionary(),
        }),
    ]);
}
