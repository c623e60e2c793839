using System;
using System.Buffers.Binary;

namespace Corewright.Tests.Bpf;

/// <summary>Turns little-endian BTF into big-endian BTF, as a tool on another machine would have written it.</summary>
internal static class SwappedBtf
{
    public static byte[] Of(byte[] btf)
    {
        byte[] swapped = (byte[])btf.Clone();
        int header = BinaryPrimitives.ReadInt32LittleEndian(btf.AsSpan(4));
        int types = BinaryPrimitives.ReadInt32LittleEndian(btf.AsSpan(12));
        swapped.AsSpan(0, 2).Reverse();
        // Everything but the strings, the version and the flags is words of 32 bits.
        for (int at = 4; at < header + types; at += 4)
            swapped.AsSpan(at, 4).Reverse();
        return swapped;
    }
}
