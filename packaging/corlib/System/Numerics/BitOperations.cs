// Counting and rotating bits, in portable arithmetic. ILC's JIT replaces most of these by an instruction where the
// architecture's baseline has one.

using System.Runtime.CompilerServices;

namespace System.Numerics;

public static class BitOperations
{
    public static bool IsPow2(uint value) => (value & (value - 1)) == 0 && value != 0;

    public static bool IsPow2(ulong value) => (value & (value - 1)) == 0 && value != 0;

    // Sums neighbouring groups of 1, 2, 4 bits in place, then adds the bytes up by a multiplication.
    [Intrinsic]
    public static int PopCount(uint value)
    {
        value -= (value >> 1) & 0x55555555;
        value = (value & 0x33333333) + ((value >> 2) & 0x33333333);
        value = (value + (value >> 4)) & 0x0f0f0f0f;
        return (int)((value * 0x01010101) >> 24);
    }

    [Intrinsic]
    public static int PopCount(ulong value) => PopCount((uint)value) + PopCount((uint)(value >> 32));

    // Spreads the highest set bit to all lower places; what is left unset are the leading zeros.
    [Intrinsic]
    public static int LeadingZeroCount(uint value)
    {
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        return PopCount(~value);
    }

    [Intrinsic]
    public static int LeadingZeroCount(ulong value)
    {
        uint high = (uint)(value >> 32);
        return high != 0 ? LeadingZeroCount(high) : 32 + LeadingZeroCount((uint)value);
    }

    // The bits below the lowest set bit are exactly the trailing zeros.
    [Intrinsic]
    public static int TrailingZeroCount(uint value) => PopCount(~value & (value - 1));

    [Intrinsic]
    public static int TrailingZeroCount(int value) => TrailingZeroCount((uint)value);

    [Intrinsic]
    public static int TrailingZeroCount(ulong value)
    {
        uint low = (uint)value;
        return low != 0 ? TrailingZeroCount(low) : 32 + TrailingZeroCount((uint)(value >> 32));
    }

    [Intrinsic]
    public static int TrailingZeroCount(long value) => TrailingZeroCount((ulong)value);

    public static int Log2(uint value) => 31 - LeadingZeroCount(value | 1);

    public static int Log2(ulong value) => 63 - LeadingZeroCount(value | 1);

    [Intrinsic]
    public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));

    [Intrinsic]
    public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    [Intrinsic]
    public static uint RotateRight(uint value, int offset) => (value >> offset) | (value << (32 - offset));

    [Intrinsic]
    public static ulong RotateRight(ulong value, int offset) => (value >> offset) | (value << (64 - offset));
}
