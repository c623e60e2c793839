// cgroups(7): the unified hierarchy. A folder's inode number is what bpf_get_current_cgroup_id() says; a 32-bit kernel shows its lower half.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Containers;

/// <summary>Hears of each cgroup.</summary>
internal interface ICgroupVisitor
{
    /// <summary>A cgroup.</summary>
    /// <param name="path">Its folder; ends with a zero byte.</param>
    /// <param name="inode">The folder's inode number.</param>
    /// <param name="runtime">The runtime of the container that it belongs to, directly or by one of its parents.</param>
    /// <param name="container">The container's id or name.</param>
    /// <param name="isOutermost">Whether it is the one that the runtime made for the container.</param>
    void Visit(ReadOnlySpan<byte> path, ulong inode, ContainerRuntime runtime, ReadOnlySpan<byte> container, bool isOutermost);
}

/// <summary>Walks over all cgroups of the unified hierarchy. Allocates nothing; one that goes away meanwhile is left out.</summary>
internal static class CgroupWalk
{
    private const int MaxDepth = 24;
    private const int MaxPathBytes = 4096;
    private const int RecordsBytes = 2 << 10;

    /// <summary>Walks.</summary>
    /// <param name="visitor">Hears of each, parents before children.</param>
    /// <returns>Whether there is such a hierarchy.</returns>
    public static bool Run<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, ICgroupVisitor => Run(ref visitor, CgroupHierarchy.Top);

    /// <summary>Walks over what is below a folder.</summary>
    internal static bool Run<TVisitor>(ref TVisitor visitor, ReadOnlySpan<byte> top)
        where TVisitor : struct, ICgroupVisitor
    {
        Span<byte> path = stackalloc byte[MaxPathBytes];
        top.CopyTo(path);
        return top.Length != 0
            && Run(ref visitor, path, top.Length, new Place { Name = default, Runtime = ContainerRuntime.None, Container = default, Depth = 0 });
    }

    private static bool Run<TVisitor>(scoped ref TVisitor visitor, Span<byte> path, int length, scoped in Place place)
        where TVisitor : struct, ICgroupVisitor
    {
        Span<byte> records = stackalloc byte[RecordsBytes];
        path[length] = 0;
        if (FolderNames.Open(path[..(length + 1)], records, out FolderNames names) < 0)
            return false;
        while (names.Next(out ReadOnlySpan<byte> name))
        {
            if (!names.IsFolder || name[0] == '.' || length + name.Length + 2 > path.Length)
                continue;
            // The name in the buffer is overwritten by the next step; the one in the path stays for as long as it is looked into.
            path[length] = (byte)'/';
            name.CopyTo(path[(length + 1)..]);
            int end = length + 1 + name.Length;
            ReadOnlySpan<byte> kept = path[(length + 1)..end];
            Place inside = place;
            inside.Name = kept;
            inside.Depth++;
            bool isOutermost = place.Runtime == ContainerRuntime.None;
            if (isOutermost)
            {
                inside.Runtime = ContainerName.Parse(place.Name, kept, out ReadOnlySpan<byte> container);
                inside.Container = container;
            }
            path[end] = 0;
            visitor.Visit(
                path[..(end + 1)], names.Inode, inside.Runtime, inside.Container, isOutermost && inside.Runtime != ContainerRuntime.None);
            if (inside.Depth < MaxDepth)
                Run(ref visitor, path, end, inside);
        }
        names.Dispose();
        return true;
    }

    private ref struct Place
    {
        public ReadOnlySpan<byte> Name;
        public ContainerRuntime Runtime;
        public ReadOnlySpan<byte> Container;
        public int Depth;
    }
}
