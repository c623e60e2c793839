using System;

namespace Corewright.Bpf.Maps;

/// <summary>An array with a value for each processor: BPF_MAP_TYPE_PERCPU_ARRAY.</summary>
/// <remarks>What returns a number returns 0 or a negated errno. Ask <see cref="Kernel.PossibleProcessors"/> how many values there are.</remarks>
/// <param name="fd">The map.</param>
/// <param name="processors">How many processors are possible; with a negated errno nothing is read or written.</param>
/// <typeparam name="TValue">One processor's value, as the map's BTF says.</typeparam>
public readonly unsafe struct PerCpuArrayMap<TValue>(int fd, int processors)
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>How many values an entry has.</summary>
    public int Processors { get; } = processors;

    /// <summary>Bytes that all values of one entry take.</summary>
    public int EntryBytes => Processors * PerCpuValues<TValue>.Stride;

    /// <summary>Reads the values of all processors, each at its own moment.</summary>
    /// <param name="index">Which element.</param>
    /// <param name="buffer">At least <see cref="EntryBytes"/>.</param>
    /// <param name="values">The values, in the buffer.</param>
    /// <returns>False beyond the end, or for a buffer that is too small.</returns>
    public bool TryGet(uint index, Span<byte> buffer, out PerCpuValues<TValue> values)
    {
        values = default;
        if (Processors <= 0 || buffer.Length < EntryBytes)
            return false;
        fixed (byte* to = buffer)
        {
            if (MapElement.Lookup(Fd, &index, to) != 0)
                return false;
        }
        values = new PerCpuValues<TValue>(buffer[..EntryBytes]);
        return true;
    }

    /// <summary>Writes the values of all processors.</summary>
    /// <param name="index">Which element.</param>
    /// <param name="values">One for each possible processor.</param>
    /// <param name="when">Whether the entry has to be there or not.</param>
    /// <returns>E2BIG beyond the end; EINVAL for too few values.</returns>
    public int Set(uint index, PerCpuValues<TValue> values, MapUpdate when = MapUpdate.Any)
    {
        if (Processors <= 0 || values.Count < Processors)
            return -Kernel.Errno.Invalid;
        fixed (byte* from = values.Bytes)
            return MapElement.Update(Fd, &index, from, when);
    }

    /// <summary>Goes through all entries, whatever others do to the map meanwhile.</summary>
    /// <param name="buffer">Room for a batch: the more, the fewer system calls.</param>
    public PerCpuWalk<uint, TValue> Walk(Span<byte> buffer) => new(Fd, EntryBytes, buffer);
}
