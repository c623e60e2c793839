using System;

namespace Corewright.Bpf.Maps;

/// <summary>A hash with a value for each processor: BPF_MAP_TYPE_PERCPU_HASH and BPF_MAP_TYPE_LRU_PERCPU_HASH.</summary>
/// <remarks>What returns a number returns 0 or a negated errno. Ask <see cref="Kernel.PossibleProcessors"/> how many values there are.</remarks>
/// <param name="fd">The map.</param>
/// <param name="processors">How many processors are possible; with a negated errno nothing is read or written.</param>
/// <typeparam name="TKey">As the map's BTF says.</typeparam>
/// <typeparam name="TValue">One processor's value, as the map's BTF says.</typeparam>
public readonly unsafe struct PerCpuHashMap<TKey, TValue>(int fd, int processors)
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>How many values an entry has.</summary>
    public int Processors { get; } = processors;

    /// <summary>Bytes that all values of one entry take.</summary>
    public int EntryBytes => Processors * PerCpuValues<TValue>.Stride;

    /// <summary>Reads the values of all processors, each at its own moment.</summary>
    /// <param name="key">The key.</param>
    /// <param name="buffer">At least <see cref="EntryBytes"/>.</param>
    /// <param name="values">The values, in the buffer.</param>
    /// <returns>False where it isn't there, or for a buffer that is too small.</returns>
    public bool TryGet(in TKey key, Span<byte> buffer, out PerCpuValues<TValue> values)
    {
        values = default;
        if (Processors <= 0 || buffer.Length < EntryBytes)
            return false;
        fixed (TKey* at = &key)
        fixed (byte* to = buffer)
        {
            if (MapElement.Lookup(Fd, at, to) != 0)
                return false;
        }
        values = new PerCpuValues<TValue>(buffer[..EntryBytes]);
        return true;
    }

    /// <summary>Writes the values of all processors.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">One for each possible processor.</param>
    /// <param name="when">Whether the entry has to be there or not.</param>
    /// <returns>EEXIST, ENOENT, E2BIG for a full map; EINVAL for too few values.</returns>
    public int Set(in TKey key, PerCpuValues<TValue> values, MapUpdate when = MapUpdate.Any)
    {
        if (Processors <= 0 || values.Count < Processors)
            return -Kernel.Errno.Invalid;
        fixed (TKey* at = &key)
        fixed (byte* from = values.Bytes)
            return MapElement.Update(Fd, at, from, when);
    }

    /// <summary>Removes an entry of all processors.</summary>
    /// <param name="key">The key.</param>
    /// <returns>ENOENT where it isn't there.</returns>
    public int Remove(in TKey key)
    {
        fixed (TKey* at = &key)
            return MapElement.Delete(Fd, at);
    }

    /// <summary>Goes through all entries, whatever others do to the map meanwhile.</summary>
    /// <param name="buffer">Room for a batch: the more, the fewer system calls.</param>
    public PerCpuWalk<TKey, TValue> Walk(Span<byte> buffer) => new(Fd, EntryBytes, buffer);
}
