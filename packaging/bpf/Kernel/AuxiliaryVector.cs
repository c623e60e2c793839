// /proc/self/auxv: pairs of unsigned longs as in include/uapi/linux/auxvec.h, ended by AT_NULL.

using System;
using System.Runtime.InteropServices;

namespace Corewright.Bpf.Kernel;

/// <summary>What the kernel told this process when it started.</summary>
public static class AuxiliaryVector
{
    private const nuint PageSizeTag = 6;
    private const uint SmallestPage = 4096;
    private const int BufferBytes = 1024;

    /// <summary>The kernel's page size in bytes: 4, 16 or 64 KiB on aarch64. 4096 where <c>/proc</c> isn't mounted.</summary>
    public static uint PageBytes()
    {
        Span<byte> buffer = stackalloc byte[BufferBytes];
        int length = KernelFile.Read("/proc/self/auxv\0"u8, buffer);
        return length <= 0 ? SmallestPage : FindPageBytes(buffer[..length]);
    }

    /// <summary>Finds the page size in an auxiliary vector.</summary>
    /// <param name="vector">Pairs of this process's words.</param>
    /// <returns>Bytes; 4096 where the vector doesn't say or says nonsense.</returns>
    internal static uint FindPageBytes(ReadOnlySpan<byte> vector)
    {
        ReadOnlySpan<nuint> words = MemoryMarshal.Cast<byte, nuint>(vector);
        for (int i = 0; i + 1 < words.Length; i += 2)
        {
            if (words[i] == PageSizeTag && words[i + 1] >= SmallestPage && words[i + 1] <= 1 << 20)
                return (uint)words[i + 1];
        }
        return SmallestPage;
    }
}
