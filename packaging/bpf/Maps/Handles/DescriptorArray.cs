namespace Corewright.Bpf.Maps;

/// <summary>
/// An array of what has a descriptor: programs to tail-call, maps, perf events, cgroups, sockets (BPF_MAP_TYPE_PROG_ARRAY,
/// ARRAY_OF_MAPS, PERF_EVENT_ARRAY, CGROUP_ARRAY, SOCKMAP, XSKMAP, REUSEPORT_SOCKARRAY).
/// </summary>
/// <remarks>What returns a number returns 0 or a negated errno: EBADF or EINVAL for a descriptor of something else.</remarks>
/// <param name="fd">The map.</param>
public readonly unsafe struct DescriptorArray(int fd)
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Puts something in; the map then keeps it alive, also when the descriptor is closed.</summary>
    /// <param name="index">Which element.</param>
    /// <param name="item">Its descriptor.</param>
    /// <param name="when">Whether there has to be something already.</param>
    public int Set(uint index, int item, MapUpdate when = MapUpdate.Any)
    {
        return MapElement.Update(Fd, &index, &item, when);
    }

    /// <summary>Takes something out.</summary>
    /// <param name="index">Which element.</param>
    /// <returns>ENOENT where there is nothing.</returns>
    public int Remove(uint index)
    {
        return MapElement.Delete(Fd, &index);
    }

    /// <summary>The kernel's id of what is there; only maps and programs have one that can be read.</summary>
    /// <param name="index">Which element.</param>
    /// <param name="id">The id.</param>
    /// <returns>False where there is nothing.</returns>
    public bool TryGetId(uint index, out uint id)
    {
        uint found = 0;
        id = 0;
        if (MapElement.Lookup(Fd, &index, &found) != 0)
            return false;
        id = found;
        return true;
    }
}
