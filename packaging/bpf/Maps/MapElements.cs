using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>Reads elements of maps.</summary>
public static unsafe class MapElements
{
    /// <summary>Reads a value.</summary>
    /// <param name="map">The map's descriptor.</param>
    /// <param name="key">As long as the map's keys.</param>
    /// <param name="value">As long as its values; of a per-CPU map, one value of a multiple of 8 bytes for each possible CPU.</param>
    /// <returns>0 or a negated errno: ENOENT where there is no such key.</returns>
    public static int Lookup(int map, ReadOnlySpan<byte> key, Span<byte> value)
    {
        fixed (byte* keyStart = key)
        fixed (byte* valueStart = value)
        {
            MapElementAttributes attributes = default;
            attributes.MapFd = map;
            attributes.Key = (ulong)keyStart;
            attributes.Value = (ulong)valueStart;
            return BpfCall.LookupElement(&attributes);
        }
    }

    /// <summary>Finds the key after a key.</summary>
    /// <param name="map">The map's descriptor.</param>
    /// <param name="key">A key; empty to begin (v4.12).</param>
    /// <param name="next">As long as a key.</param>
    /// <returns>0 or a negated errno: ENOENT at the end.</returns>
    public static int NextKey(int map, ReadOnlySpan<byte> key, Span<byte> next)
    {
        fixed (byte* keyStart = key)
        fixed (byte* nextStart = next)
        {
            MapElementAttributes attributes = default;
            attributes.MapFd = map;
            attributes.Key = (ulong)keyStart;
            attributes.Value = (ulong)nextStart;
            return BpfCall.NextKey(&attributes);
        }
    }
}
