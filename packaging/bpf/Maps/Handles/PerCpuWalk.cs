using System;
using System.Runtime.InteropServices;

namespace Corewright.Bpf.Maps;

/// <summary>Goes through a per-CPU map's entries; <see cref="MapWalk{TKey,TValue}"/> says what holds while others change it.</summary>
/// <typeparam name="TKey">As the map's BTF says.</typeparam>
/// <typeparam name="TValue">One processor's value, as the map's BTF says.</typeparam>
public unsafe ref struct PerCpuWalk<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private EntryWalk _walk;

    internal PerCpuWalk(int map, int entryBytes, Span<byte> buffer)
    {
        _walk = new EntryWalk(map, (uint)sizeof(TKey), (uint)entryBytes, buffer, batches: true, takes: false);
    }

    /// <summary>0, or the negated errno that ended the walk early: ENOSPC for a buffer that is too small.</summary>
    public readonly int Error => _walk.Error;

    /// <summary>Goes to the next entry.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="values">Its values; they stand until the next call.</param>
    /// <returns>False at the end, or after an error.</returns>
    public bool Next(out TKey key, out PerCpuValues<TValue> values)
    {
        key = default;
        values = default;
        if (!_walk.Next(out ReadOnlySpan<byte> keyBytes, out Span<byte> valueBytes))
            return false;
        key = MemoryMarshal.Read<TKey>(keyBytes);
        values = new PerCpuValues<TValue>(valueBytes);
        return true;
    }
}
