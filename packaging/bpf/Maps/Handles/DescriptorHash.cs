namespace Corewright.Bpf.Maps;

/// <summary>
/// A hash of what has a descriptor: maps or sockets (BPF_MAP_TYPE_HASH_OF_MAPS, BPF_MAP_TYPE_SOCKHASH).
/// </summary>
/// <remarks>What returns a number returns 0 or a negated errno: EBADF or EINVAL for a descriptor of something else.</remarks>
/// <param name="fd">The map.</param>
/// <typeparam name="TKey">As the map's BTF says.</typeparam>
public readonly unsafe struct DescriptorHash<TKey>(int fd)
    where TKey : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Puts something in; the map then keeps it alive, also when the descriptor is closed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="item">Its descriptor.</param>
    /// <param name="when">Whether there has to be something already.</param>
    public int Set(in TKey key, int item, MapUpdate when = MapUpdate.Any)
    {
        fixed (TKey* at = &key)
            return MapElement.Update(Fd, at, &item, when);
    }

    /// <summary>Takes something out.</summary>
    /// <param name="key">The key.</param>
    /// <returns>ENOENT where there is nothing.</returns>
    public int Remove(in TKey key)
    {
        fixed (TKey* at = &key)
            return MapElement.Delete(Fd, at);
    }

    /// <summary>The kernel's id of what is there; only maps and programs have one that can be read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="id">The id.</param>
    /// <returns>False where there is nothing.</returns>
    public bool TryGetId(in TKey key, out uint id)
    {
        uint found = 0;
        id = 0;
        fixed (TKey* at = &key)
        {
            if (MapElement.Lookup(Fd, at, &found) != 0)
                return false;
        }
        id = found;
        return true;
    }
}
