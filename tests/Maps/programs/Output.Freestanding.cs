using System;
using Corewright.Freestanding;

namespace Corewright.Tests.Maps;

/// <summary>Lines of a name and numbers on standard output.</summary>
internal static unsafe class Output
{
    private const long None = long.MinValue;

    /// <summary>Prints <c>name: a b c</c>.</summary>
    public static void Line(
        ReadOnlySpan<byte> name, long a, long b = None, long c = None, long d = None, long e = None, long f = None, long g = None)
    {
        Write(name);
        Write(":"u8);
        Number(a);
        Number(b);
        Number(c);
        Number(d);
        Number(e);
        Number(f);
        Number(g);
        Write("\n"u8);
    }

    private static void Number(long number)
    {
        if (number == None)
            return;
        Write(" "u8);
        Span<byte> digits = stackalloc byte[20];
        int at = digits.Length;
        ulong rest = number < 0 ? (ulong)-number : (ulong)number;
        do
        {
            digits[--at] = (byte)('0' + (rest % 10));
            rest /= 10;
        }
        while (rest != 0);
        if (number < 0)
            Write("-"u8);
        Write(digits[at..]);
    }

    private static void Write(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
            Platform.Write(1, start, text.Length);
    }
}
