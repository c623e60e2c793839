using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Gives maps, programs and links a name in a bpf file system, by which they outlive the process.</summary>
public static unsafe class Pinning
{
    /// <summary>Pins an object.</summary>
    /// <param name="fd">A map, a program or a link.</param>
    /// <param name="path">A new file in a bpf file system; ends with a zero byte.</param>
    /// <returns>0 or a negated errno: EEXIST where there is such a file, EPERM or EINVAL where it is no bpf file system.</returns>
    public static int Pin(int fd, ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
        {
            ObjectPinAttributes attributes = default;
            attributes.Path = (ulong)start;
            attributes.Fd = fd;
            return BpfCall.Pin(&attributes);
        }
    }
}
