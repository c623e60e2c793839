namespace Corewright.Bpf.Maps;

/// <summary>
/// Values that belong to sockets (5.2), inodes (5.10), tasks (5.11) or cgroups (6.2), and end with them. User space names the owner by a
/// descriptor: of the socket, of a file, of the cgroup's folder, or a pidfd. Nobody can go through all of them.
/// </summary>
/// <remarks>What returns a number returns 0 or a negated errno: EBADF for a descriptor of something else, ENOMEM from armv7 kernels such as 7.2, which have no memory for it.</remarks>
/// <param name="fd">The map.</param>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe struct StorageMap<TValue>(int fd)
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Reads an owner's value.</summary>
    /// <param name="owner">The owner's descriptor.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where it has none.</returns>
    public bool TryGet(int owner, out TValue value)
    {
        value = default;
        fixed (TValue* to = &value)
            return MapElement.Lookup(Fd, &owner, to) == 0;
    }

    /// <summary>Writes an owner's value.</summary>
    /// <param name="owner">The owner's descriptor.</param>
    /// <param name="value">The value.</param>
    /// <param name="when">Whether it has to be there or not.</param>
    public int Set(int owner, in TValue value, MapUpdate when = MapUpdate.Any)
    {
        fixed (TValue* from = &value)
            return MapElement.Update(Fd, &owner, from, when);
    }

    /// <summary>Removes an owner's value.</summary>
    /// <param name="owner">The owner's descriptor.</param>
    /// <returns>ENOENT where it has none.</returns>
    public int Remove(int owner) => MapElement.Delete(Fd, &owner);
}
