// Multiplications of 64-bit integers that notice an overflow: ILC's JIT calls these, by name, on armv7.

using Internal.Runtime.CompilerHelpers;

namespace System;

public static partial class Math
{
    private static ulong MultiplyChecked(ulong a, ulong b)
    {
        uint highA = (uint)(a >> 32);
        uint highB = (uint)(b >> 32);
        if (highA == 0 && highB == 0)
            return (ulong)(uint)a * (uint)b;

        // One of the high halves has to be zero, and the cross product with the other has to fit into 32 bits.
        if (highA != 0 && highB != 0)
            ThrowHelpers.ThrowOverflowException();
        ulong cross = highA != 0 ? (ulong)highA * (uint)b : (ulong)highB * (uint)a;
        ulong low = (ulong)(uint)a * (uint)b;
        ulong result = low + (cross << 32);
        if (cross >> 32 != 0 || result < low)
            ThrowHelpers.ThrowOverflowException();
        return result;
    }

    private static long MultiplyChecked(long a, long b)
    {
        ulong magnitude = MultiplyChecked(Magnitude(a), Magnitude(b));
        bool negative = (a ^ b) < 0;
        if (magnitude > (ulong)long.MaxValue + (negative ? 1ul : 0ul))
            ThrowHelpers.ThrowOverflowException();
        return negative ? (long)(0 - magnitude) : (long)magnitude;
    }
}
