using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>What to say when the kernel lacks something: what it is, who needs it, and which Linux has it.</summary>
internal static class MissingFeature
{
    /// <summary>Sets the session's failure.</summary>
    /// <param name="session">The session.</param>
    /// <param name="fault">A <see cref="FaultCode.FeatureMissing"/>.</param>
    /// <param name="kind"><c>program</c> or <c>map</c>.</param>
    /// <param name="name">Its name.</param>
    public static void Describe(in Session session, Fault fault, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> name)
    {
        var feature = (KernelFeature)fault.Index;
        Utf8Writer message = session.Failure.Set(ExitCode.KernelTooOld, fault.Errno).Text("kernel "u8).Text(session.Release)
            .Text(" has no "u8).Text(KernelFeatureText.Of(feature)).Text(", which "u8).Text(kind).Byte((byte)' ').Text(name).Text(" needs"u8);
        ReadOnlySpan<byte> since = KernelFeatureText.Since(feature);
        if (since.Length != 0)
            message.Text("; Linux "u8).Text(since).Text(" or newer is needed"u8);
    }
}
