using System;
using Corewright.Bpf.Maps;

namespace Corewright.Bpf.Kernel;

/// <summary>What <see cref="KernelFeature"/>s are called, and since when they exist, in UTF-8, made for printing only.</summary>
public static class KernelFeatureText
{
    /// <summary>The feature in the field's words, as in "kernel 5.10 has no …".</summary>
    public static ReadOnlySpan<byte> Of(KernelFeature feature) => feature switch
    {
        KernelFeature.PerfLink => "links to perf events"u8,
        >= KernelFeature.FirstMapType => MapTypeText.Of((MapType)(feature - KernelFeature.FirstMapType)),
        _ => "such programs or maps"u8,
    };

    /// <summary>Since which version of Linux it exists, as in "Linux … or newer is needed".</summary>
    public static ReadOnlySpan<byte> Since(KernelFeature feature) => feature switch
    {
        KernelFeature.PerfLink => "5.15"u8,
        >= KernelFeature.FirstMapType => MapTypeText.Since((MapType)(feature - KernelFeature.FirstMapType)),
        _ => default,
    };
}
