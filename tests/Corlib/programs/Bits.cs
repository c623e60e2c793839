using System;
using System.Numerics;

namespace Corewright.Tests.Corlib.Programs;

internal static class Bits
{
    private static ReadOnlySpan<ulong> Values =>
        [0, 1, 2, 0x80000000, 0xffffffff, 0x100000000, 0x8000000000000000, 0xf0f0f0f0f0f0f0f0, 0x0123456789abcdef, ulong.MaxValue];

    public static void Run()
    {
        foreach (ulong value in Values)
        {
            Print.Value("value"u8, value);
            Print.Value("ones"u8, BitOperations.PopCount(value));
            Print.Value("ones 32"u8, BitOperations.PopCount((uint)value));
            Print.Value("leading"u8, BitOperations.LeadingZeroCount(value));
            Print.Value("leading 32"u8, BitOperations.LeadingZeroCount((uint)value));
            Print.Value("trailing"u8, BitOperations.TrailingZeroCount(value));
            Print.Value("trailing 32"u8, BitOperations.TrailingZeroCount((uint)value));
            Print.Value("power of two"u8, BitOperations.IsPow2(value));
            Print.Value("log"u8, BitOperations.Log2(value));
            for (int count = 0; count < 65; count += 16)
            {
                Print.Value("left"u8, BitOperations.RotateLeft(value, count + 1));
                Print.Value("right"u8, BitOperations.RotateRight(value, count));
                Print.Value("left 32"u8, BitOperations.RotateLeft((uint)value, count + 1));
            }
        }

        Print.Value("min"u8, Math.Min(-3L, 2L));
        Print.Value("max"u8, Math.Max(3u, 0xffffffffu));
        Print.Value("clamp"u8, Math.Clamp(300, -5, 255));
        Print.Value("abs"u8, Math.Abs(-0x123456789aL));
    }
}
