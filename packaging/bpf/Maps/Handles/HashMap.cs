using System;

namespace Corewright.Bpf.Maps;

/// <summary>
/// A map from keys to values that user space holds open: a hash, LRU or not, also of devices; of fixed descriptors such as maps or
/// sockets use <see cref="DescriptorHash{TKey}"/>. Eight bytes that own nothing: whoever created the map closes it.
/// </summary>
/// <remarks>What returns a number returns 0 or a negated errno. Keys are compared byte by byte, padding included.</remarks>
/// <param name="fd">The map.</param>
/// <typeparam name="TKey">As the map's BTF says.</typeparam>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe struct HashMap<TKey, TValue>(int fd)
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False where it isn't there.</returns>
    public bool TryGet(in TKey key, out TValue value)
    {
        value = default;
        fixed (TKey* from = &key)
        fixed (TValue* to = &value)
            return MapElement.Lookup(Fd, from, to) == 0;
    }

    /// <summary>Looks a key up and removes it, in one step that nobody comes between. Kernels since 5.14 have it for hashes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>ENOENT where it isn't there; ENOTSUPP (524) before 5.14.</returns>
    public int Take(in TKey key, out TValue value)
    {
        value = default;
        fixed (TKey* from = &key)
        fixed (TValue* to = &value)
            return MapElement.LookupAndDelete(Fd, from, to);
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="when">Whether it has to be there or not.</param>
    /// <returns>EEXIST, ENOENT, or E2BIG for a full map.</returns>
    public int Set(in TKey key, in TValue value, MapUpdate when = MapUpdate.Any)
    {
        fixed (TKey* at = &key)
        fixed (TValue* from = &value)
            return MapElement.Update(Fd, at, from, when);
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>ENOENT where it isn't there.</returns>
    public int Remove(in TKey key)
    {
        fixed (TKey* at = &key)
            return MapElement.Delete(Fd, at);
    }

    /// <summary>Writes many entries; one by one before 5.6.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="values">As many values.</param>
    /// <param name="done">How many were written: all, or those before the first that failed.</param>
    /// <param name="when">Whether they have to be there or not.</param>
    /// <returns>As <see cref="Set"/>; EINVAL where the spans differ in length.</returns>
    public int SetAll(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values, out int done, MapUpdate when = MapUpdate.Any)
    {
        done = 0;
        if (keys.Length != values.Length)
            return -Kernel.Errno.Invalid;
        fixed (TKey* at = keys)
        fixed (TValue* from = values)
        {
            int result = MapBatch.Update(Fd, at, (uint)sizeof(TKey), from, (uint)sizeof(TValue), (uint)keys.Length, when, out uint count);
            done = (int)count;
            return result;
        }
    }

    /// <summary>Removes many entries; one by one before 5.6.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="done">How many were removed: all, or those before the first that failed.</param>
    /// <returns>ENOENT for a key that isn't there.</returns>
    public int RemoveAll(ReadOnlySpan<TKey> keys, out int done)
    {
        fixed (TKey* at = keys)
        {
            int result = MapBatch.Delete(Fd, at, (uint)sizeof(TKey), (uint)keys.Length, out uint count);
            done = (int)count;
            return result;
        }
    }

    /// <summary>Goes through all entries, whatever others do to the map meanwhile; <see cref="MapWalk{TKey,TValue}"/> says what holds.</summary>
    /// <param name="buffer">Room for a batch: the more, the fewer system calls. A bucket with more entries than fit ends the walk.</param>
    public MapWalk<TKey, TValue> Walk(Span<byte> buffer) => new(Fd, buffer, batches: true, takes: false);

    /// <summary>Goes through all entries and removes them on the way.</summary>
    /// <param name="buffer">As for <see cref="Walk"/>.</param>
    public MapWalk<TKey, TValue> Drain(Span<byte> buffer) => new(Fd, buffer, batches: true, takes: true);
}
