// armv7 has division instructions only on some cores, so ILC's JIT calls these methods, by name, for every division
// and remainder whose divisor it does not know. Long division in base two, started at the dividend's highest set bit.

using System.Numerics;
using Internal.Runtime.CompilerHelpers;

namespace System;

public static partial class Math
{
    private static uint DivUInt32(uint dividend, uint divisor) => Divide(dividend, divisor, out _);

    private static uint ModUInt32(uint dividend, uint divisor)
    {
        Divide(dividend, divisor, out uint remainder);
        return remainder;
    }

    private static int DivInt32(int dividend, int divisor)
    {
        if (divisor == -1 && dividend == int.MinValue)
            ThrowHelpers.ThrowOverflowException();
        uint quotient = Divide(Magnitude(dividend), Magnitude(divisor), out _);
        return (dividend ^ divisor) < 0 ? -(int)quotient : (int)quotient;
    }

    private static int ModInt32(int dividend, int divisor)
    {
        if (divisor == -1 && dividend == int.MinValue)
            ThrowHelpers.ThrowOverflowException();
        Divide(Magnitude(dividend), Magnitude(divisor), out uint remainder);
        return dividend < 0 ? -(int)remainder : (int)remainder;
    }

    private static ulong DivUInt64(ulong dividend, ulong divisor) => Divide(dividend, divisor, out _);

    private static ulong ModUInt64(ulong dividend, ulong divisor)
    {
        Divide(dividend, divisor, out ulong remainder);
        return remainder;
    }

    private static long DivInt64(long dividend, long divisor)
    {
        if (divisor == -1 && dividend == long.MinValue)
            ThrowHelpers.ThrowOverflowException();
        ulong quotient = Divide(Magnitude(dividend), Magnitude(divisor), out _);
        return (dividend ^ divisor) < 0 ? -(long)quotient : (long)quotient;
    }

    private static long ModInt64(long dividend, long divisor)
    {
        if (divisor == -1 && dividend == long.MinValue)
            ThrowHelpers.ThrowOverflowException();
        Divide(Magnitude(dividend), Magnitude(divisor), out ulong remainder);
        return dividend < 0 ? -(long)remainder : (long)remainder;
    }

    private static uint Magnitude(int value) => value < 0 ? 0u - (uint)value : (uint)value;

    private static ulong Magnitude(long value) => value < 0 ? 0ul - (ulong)value : (ulong)value;

    private static uint Divide(uint dividend, uint divisor, out uint remainder)
    {
        if (divisor == 0)
            ThrowHelpers.ThrowDivideByZeroException();
        uint quotient = 0;
        uint rest = dividend;
        if (rest >= divisor)
        {
            int shift = BitOperations.LeadingZeroCount(divisor) - BitOperations.LeadingZeroCount(rest);
            for (uint part = divisor << shift; shift >= 0; shift--, part >>= 1)
            {
                quotient <<= 1;
                if (rest >= part)
                {
                    rest -= part;
                    quotient |= 1;
                }
            }
        }

        remainder = rest;
        return quotient;
    }

    private static ulong Divide(ulong dividend, ulong divisor, out ulong remainder)
    {
        if ((uint)(dividend >> 32) == 0 && (uint)(divisor >> 32) == 0)
        {
            uint narrow = Divide((uint)dividend, (uint)divisor, out uint narrowRemainder);
            remainder = narrowRemainder;
            return narrow;
        }

        if (divisor == 0)
            ThrowHelpers.ThrowDivideByZeroException();
        ulong quotient = 0;
        ulong rest = dividend;
        if (rest >= divisor)
        {
            int shift = BitOperations.LeadingZeroCount(divisor) - BitOperations.LeadingZeroCount(rest);
            for (ulong part = divisor << shift; shift >= 0; shift--, part >>= 1)
            {
                quotient <<= 1;
                if (rest >= part)
                {
                    rest -= part;
                    quotient |= 1;
                }
            }
        }

        remainder = rest;
        return quotient;
    }
}
