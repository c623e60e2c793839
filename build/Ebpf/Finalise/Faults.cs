using System.Text;
using Corewright.Bpf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>From the readers' faults to errors of the build.</summary>
internal static class Faults
{
    /// <summary>Throws if there is a fault.</summary>
    /// <param name="fault">What a reader returned.</param>
    /// <param name="where">What it read.</param>
    /// <exception cref="BuildException">There is one.</exception>
    public static void ThrowIf(Fault fault, string where)
    {
        if (fault.Failed)
            throw new BuildException($"{Encoding.UTF8.GetString(FaultText.Of(fault.Code))} (item {fault.Index})", where);
    }
}
