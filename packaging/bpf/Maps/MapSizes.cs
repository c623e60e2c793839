using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>How large a map has to be on the machine at hand.</summary>
internal static class MapSizes
{
    /// <summary>Makes a map's size one that the kernel accepts, where the object leaves it open or can't know it.</summary>
    /// <param name="map">The map.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    /// <returns><see cref="FaultCode.MapNoProcessors"/> with the kernel's errno.</returns>
    public static Fault Settle(ref MapSpec map, uint pageBytes)
    {
        if (map.Type is MapType.RingBuffer or MapType.UserRingBuffer)
            map.MaxEntries = RingBytes(map.MaxEntries, pageBytes);
        if (map.MaxEntries != 0 || map.Type is not (MapType.PerfEventArray or MapType.PerCpuArray or MapType.CpuMap))
            return Fault.None;
        int processors = PossibleProcessors.Count();
        if (processors < 0)
            return new Fault(FaultCode.MapNoProcessors, 0, -processors);
        map.MaxEntries = (uint)processors;
        return Fault.None;
    }

    /// <summary>The size that the kernel accepts for a ring buffer: a power of two of whole pages.</summary>
    /// <param name="wanted">Bytes asked for.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    internal static uint RingBytes(uint wanted, uint pageBytes)
    {
        uint size = pageBytes;
        while (size < wanted && size < 1u << 31)
            size <<= 1;
        return size;
    }
}
