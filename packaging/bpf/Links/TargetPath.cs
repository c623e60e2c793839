using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Opens what a target names by path.</summary>
internal static class TargetPath
{
    private const int LongestPath = 1024;

    /// <summary>Opens a file or a folder for reading.</summary>
    /// <param name="path">Without a final zero.</param>
    /// <param name="otherwise">What to open where the path is empty.</param>
    /// <returns>A descriptor, or a negated errno.</returns>
    public static int Open(ReadOnlySpan<byte> path, ReadOnlySpan<byte> otherwise)
    {
        if (path.Length == 0)
            path = otherwise;
        Span<byte> terminated = stackalloc byte[LongestPath];
        if (path.Length >= LongestPath)
            return -Errno.NoEntry;
        path.CopyTo(terminated);
        terminated[path.Length] = 0;
        return KernelFile.Open(terminated[..(path.Length + 1)]);
    }
}
