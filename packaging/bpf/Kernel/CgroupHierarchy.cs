// cgroups(7): every cgroup of version 2, the unified hierarchy, has a file cgroup.controllers; those of version 1 have none.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>The cgroups of version 2: those that programs can be attached to, and ask about.</summary>
public static class CgroupHierarchy
{
    private const int LongestPath = 1024;

    private static ReadOnlySpan<byte> Controllers => "/cgroup.controllers\0"u8;

    /// <summary>Where they are, as systemd mounts them: alone, or beside the hierarchies of version 1. Empty where they are in neither place.</summary>
    public static ReadOnlySpan<byte> Top =>
        Find("/sys/fs/cgroup"u8) == 0 ? "/sys/fs/cgroup"u8
        : Find("/sys/fs/cgroup/unified"u8) == 0 ? "/sys/fs/cgroup/unified"u8
        : default;

    /// <summary>Whether a folder is one of them.</summary>
    /// <param name="folder">Its path, without a zero.</param>
    /// <returns>0, or a negated errno: that of the folder, or <see cref="Errno.NotSupported"/> for one of another kind.</returns>
    public static int Find(ReadOnlySpan<byte> folder)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        if (folder.Length + Controllers.Length > LongestPath)
            return -Errno.NoEntry;
        path[folder.Length] = 0;
        folder.CopyTo(path);
        int result = KernelFile.Probe(path[..(folder.Length + 1)]);
        Controllers.CopyTo(path[folder.Length..]);
        return result < 0 ? result : KernelFile.Probe(path[..(folder.Length + Controllers.Length)]) == 0 ? 0 : -Errno.NotSupported;
    }
}
