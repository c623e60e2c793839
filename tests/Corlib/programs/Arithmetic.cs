using System;
using System.Runtime.CompilerServices;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>64-bit arithmetic is software on armv7, and so is every division.</summary>
internal static class Arithmetic
{
    private static ReadOnlySpan<ulong> Edges64 =>
    [
        0, 1, 2, 3, 7, 10, 0x7f, 0x80, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x100000001,
        0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001, 0xfffffffeffffffff, 0xffffffff00000000,
        0xfffffffffffffff6, 0xffffffffffffffff,
    ];

    private static ReadOnlySpan<uint> Edges32 =>
        [0, 1, 2, 3, 7, 10, 0x7f, 0xffff, 0x10000, 0x12345678, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffff6, 0xffffffff];

    public static void Run()
    {
        foreach (ulong a in Edges64)
        {
            foreach (ulong b in Edges64)
                Pair64(a, b);
            Shifts64(a);
            Conversions(a);
        }

        foreach (uint a in Edges32)
        {
            foreach (uint b in Edges32)
                Pair32(a, b);
            Constants(a);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pair64(ulong a, ulong b)
    {
        Print.Value("a"u8, a);
        Print.Value("b"u8, b);
        Print.Value("+"u8, a + b);
        Print.Value("-"u8, a - b);
        Print.Value("*"u8, a * b);
        Print.Value("<"u8, a < b);
        Print.Value("s<"u8, (long)a < (long)b);
        Print.Value(">="u8, a >= b);
        Print.Value("s>="u8, (long)a >= (long)b);
        if (b == 0)
            return;
        Print.Value("/"u8, a / b);
        Print.Value("%"u8, a % b);
        // The least value divided by -1 is a fault.
        if (a == 0x8000000000000000 && b == ulong.MaxValue)
            return;
        Print.Value("s/"u8, (long)a / (long)b);
        Print.Value("s%"u8, (long)a % (long)b);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pair32(uint a, uint b)
    {
        Print.Value("a"u8, a);
        Print.Value("b"u8, b);
        Print.Value("*"u8, a * b);
        Print.Value("wide *"u8, (ulong)a * b);
        Print.Value("s wide *"u8, (long)(int)a * (int)b);
        if (b == 0)
            return;
        Print.Value("/"u8, a / b);
        Print.Value("%"u8, a % b);
        if (a == 0x80000000 && b == uint.MaxValue)
            return;
        Print.Value("s/"u8, (int)a / (int)b);
        Print.Value("s%"u8, (int)a % (int)b);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Shifts64(ulong a)
    {
        for (int count = 0; count < 70; count += count is > 28 and < 36 ? 1 : 3)
        {
            Print.Value("count"u8, count);
            Print.Value("<<"u8, a << count);
            Print.Value(">>"u8, a >> count);
            Print.Value("s>>"u8, (long)a >> count);
        }

        Print.Value("<< 32"u8, a << 32);
        Print.Value("s>> 33"u8, (long)a >> 33);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Conversions(ulong a)
    {
        Print.Value("u8"u8, (byte)a);
        Print.Value("s8"u8, (sbyte)a);
        Print.Value("u16"u8, (ushort)a);
        Print.Value("s16"u8, (short)a);
        Print.Value("u32"u8, (uint)a);
        Print.Value("s32"u8, (int)a);
        Print.Value("not"u8, ~a);
        Print.Value("negated"u8, -(long)a);
        Print.Value("and or xor"u8, ((a & 0xff00ff00ff00ff00) | 0x11) ^ 0x8000000000000001);
    }

    // Divisions by constants, which the JIT may turn into multiplications.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Constants(uint a)
    {
        Print.Value("/ 10"u8, a / 10);
        Print.Value("% 10"u8, a % 10);
        Print.Value("s/ 10"u8, (int)a / 10);
        Print.Value("s% 7"u8, (int)a % 7);
        Print.Value("s/ 8"u8, (int)a / 8);
        Print.Value("s% 8"u8, (int)a % 8);
        ulong wide = a * 0x100000001UL;
        Print.Value("wide / 1000000007"u8, wide / 1000000007);
        Print.Value("wide % 1000"u8, wide % 1000);
        Print.Value("wide s/ 1000"u8, (long)wide / 1000);
        Print.Value("wide s% 16"u8, (long)wide % 16);
    }
}
