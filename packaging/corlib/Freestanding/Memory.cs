// memmove and memset, a machine word at a time. The three architectures allow unaligned words in ordinary memory.
// ILC's contract: the JIT's calls for large copies and clears end here, by way of System/Buffer.cs.

using System.Runtime.CompilerServices;

namespace Corewright.Freestanding;

internal static unsafe class Memory
{
    /// <summary>Copies bytes; the ranges may overlap.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Move(byte* destination, byte* source, nuint count)
    {
        // Unsigned: also true where the destination lies below the source.
        if ((nuint)(destination - source) >= count)
            MoveUp(destination, source, count);
        else
            MoveDown(destination, source, count);
    }

    /// <summary>Sets bytes.</summary>
    internal static void Set(byte* destination, byte value, nuint count)
    {
        nuint pattern = (nuint)(0x0101010101010101ul * value);
        nuint i = 0;
        for (; i + (nuint)sizeof(nuint) <= count; i += (nuint)sizeof(nuint))
            *(nuint*)(destination + i) = pattern;
        for (; i < count; i++)
            destination[i] = value;
    }

    private static void MoveUp(byte* destination, byte* source, nuint count)
    {
        nuint i = 0;
        for (; i + (nuint)sizeof(nuint) <= count; i += (nuint)sizeof(nuint))
            *(nuint*)(destination + i) = *(nuint*)(source + i);
        for (; i < count; i++)
            destination[i] = source[i];
    }

    private static void MoveDown(byte* destination, byte* source, nuint count)
    {
        nuint i = count;
        for (; i >= (nuint)sizeof(nuint); i -= (nuint)sizeof(nuint))
            *(nuint*)(destination + i - sizeof(nuint)) = *(nuint*)(source + i - sizeof(nuint));
        for (; i > 0; i--)
            destination[i - 1] = source[i - 1];
    }
}
