namespace Corewright.Bpf.Maps;

/// <summary>A set that may claim to hold what was never put in, but never denies what was: BPF_MAP_TYPE_BLOOM_FILTER, 5.16.</summary>
/// <param name="fd">The map.</param>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe struct BloomFilter<TValue>(int fd)
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Puts a value in; it can't be taken out again.</summary>
    /// <param name="value">The value.</param>
    /// <returns>0 or a negated errno.</returns>
    public int Add(in TValue value)
    {
        fixed (TValue* from = &value)
            return MapElement.Update(Fd, null, from, MapUpdate.Any);
    }

    /// <summary>Whether a value may have been put in.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False if it certainly wasn't.</returns>
    public bool MayContain(in TValue value)
    {
        // The kernel reads the value that is asked for where it writes those of other maps.
        TValue asked = value;
        return MapElement.Lookup(Fd, null, &asked) == 0;
    }
}
