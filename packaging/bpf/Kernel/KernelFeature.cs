namespace Corewright.Bpf.Kernel;

/// <summary>
/// What some kernels lack. A <see cref="Fault"/> with <see cref="FaultCode.FeatureMissing"/> has one as its index;
/// <see cref="KernelFeatureText"/> says what it is called and since when it exists.
/// </summary>
public enum KernelFeature
{
    /// <summary>Nothing that has a name here.</summary>
    None,

    /// <summary>BPF_LINK_CREATE for perf events: kprobes, uprobes and tracepoints as links, with cookies.</summary>
    PerfLink,

    /// <summary>The types of maps: this plus the number of a <see cref="Maps.MapType"/>.</summary>
    FirstMapType = 1000,
}
