using System;
using System.Runtime.InteropServices;

namespace Corewright.Bpf.Maps;

/// <summary>
/// Goes through a map's entries while programs and others change it. Allocates nothing.
/// </summary>
/// <remarks>
/// <para>What stays in the map from the first call to the last is given at least once; what comes or goes meanwhile may be given or
/// not. The walk ends, whatever the others do.</para>
/// <para>By batches, which kernels since 5.6 have for hashes and arrays, an entry is given twice only if it was removed and came back:
/// the kernel hands out whole buckets, each as it is at one moment, and continues by the bucket's number.</para>
/// <para>Without batches, as for LPM tries, the kernel only knows which key follows another one, and starts from the beginning after a
/// key that is gone. So the key after it is asked for before an entry is given out, and whoever removes the entry at hand disturbs
/// nothing. Where somebody else removes exactly the key to be continued from, entries are given again; after four times as many steps
/// as the map has room for, the walk stops with EAGAIN in <see cref="Error"/>.</para>
/// </remarks>
/// <typeparam name="TKey">As the map's BTF says.</typeparam>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public unsafe ref struct MapWalk<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private EntryWalk _walk;

    internal MapWalk(int map, Span<byte> buffer, bool batches, bool takes)
    {
        _walk = new EntryWalk(map, (uint)sizeof(TKey), (uint)sizeof(TValue), buffer, batches, takes);
    }

    /// <summary>0, or the negated errno that ended the walk early: ENOSPC for a buffer that is too small.</summary>
    public readonly int Error => _walk.Error;

    /// <summary>Goes to the next entry.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False at the end, or after an error.</returns>
    public bool Next(out TKey key, out TValue value)
    {
        key = default;
        value = default;
        if (!_walk.Next(out ReadOnlySpan<byte> keyBytes, out Span<byte> valueBytes))
            return false;
        key = MemoryMarshal.Read<TKey>(keyBytes);
        value = MemoryMarshal.Read<TValue>(valueBytes);
        return true;
    }
}
