using System;

namespace Corewright.Bpf.Maps;

/// <summary>
/// An array of values that always exist and start as zeroes: BPF_MAP_TYPE_ARRAY. Also a map of devices or processors, whose values say
/// where packets go (BPF_MAP_TYPE_DEVMAP, BPF_MAP_TYPE_CPUMAP).
/// </summary>
/// <remarks>What returns a number returns 0 or a negated errno.</remarks>
/// <param name="fd">The map.</param>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe struct ArrayMap<TValue>(int fd)
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Reads a value.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="value">The value.</param>
    /// <returns>False beyond the end.</returns>
    public bool TryGet(uint index, out TValue value)
    {
        value = default;
        fixed (TValue* to = &value)
            return MapElement.Lookup(Fd, &index, to) == 0;
    }

    /// <summary>Writes a value.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="value">The value.</param>
    /// <param name="when">Anything but <see cref="MapUpdate.Create"/>: the values are all there.</param>
    /// <returns>E2BIG beyond the end, EPERM for a frozen map.</returns>
    public int Set(uint index, in TValue value, MapUpdate when = MapUpdate.Any)
    {
        fixed (TValue* from = &value)
            return MapElement.Update(Fd, &index, from, when);
    }

    /// <summary>Empties an element of a map of devices or processors; EINVAL for an array.</summary>
    /// <param name="index">Which one.</param>
    public int Remove(uint index) => MapElement.Delete(Fd, &index);

    /// <summary>Writes many values; one by one before 5.6.</summary>
    /// <param name="indexes">Which ones.</param>
    /// <param name="values">As many values.</param>
    /// <param name="done">How many were written: all, or those before the first that failed.</param>
    /// <returns>As <see cref="Set"/>; EINVAL where the spans differ in length.</returns>
    public int SetAll(ReadOnlySpan<uint> indexes, ReadOnlySpan<TValue> values, out int done)
    {
        done = 0;
        if (indexes.Length != values.Length)
            return -Kernel.Errno.Invalid;
        fixed (uint* at = indexes)
        fixed (TValue* from = values)
        {
            int result = MapBatch.Update(
                Fd, at, sizeof(uint), from, (uint)sizeof(TValue), (uint)indexes.Length, MapUpdate.Any, out uint count);
            done = (int)count;
            return result;
        }
    }

    /// <summary>Goes through all values in their order.</summary>
    /// <param name="buffer">Room for a batch: the more, the fewer system calls.</param>
    public MapWalk<uint, TValue> Walk(Span<byte> buffer) => new(Fd, buffer, batches: true, takes: false);
}
