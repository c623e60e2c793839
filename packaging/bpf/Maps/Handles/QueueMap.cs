namespace Corewright.Bpf.Maps;

/// <summary>Values without keys, taken out in the order they came or the other way round: BPF_MAP_TYPE_QUEUE and BPF_MAP_TYPE_STACK, 4.20.</summary>
/// <remarks>What returns a number returns 0 or a negated errno.</remarks>
/// <param name="fd">The map.</param>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe struct QueueMap<TValue>(int fd)
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Puts a value in.</summary>
    /// <param name="value">The value.</param>
    /// <param name="when"><see cref="MapUpdate.Replace"/> drops the oldest value of a full map.</param>
    /// <returns>E2BIG for a full map.</returns>
    public int Push(in TValue value, MapUpdate when = MapUpdate.Any)
    {
        fixed (TValue* from = &value)
            return MapElement.Update(Fd, null, from, when);
    }

    /// <summary>Takes the next value out.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False where there is none.</returns>
    public bool TryPop(out TValue value)
    {
        value = default;
        fixed (TValue* to = &value)
            return MapElement.LookupAndDelete(Fd, null, to) == 0;
    }

    /// <summary>Looks at the next value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False where there is none.</returns>
    public bool TryPeek(out TValue value)
    {
        value = default;
        fixed (TValue* to = &value)
            return MapElement.Lookup(Fd, null, to) == 0;
    }
}
