using System;
using System.Runtime.CompilerServices;

namespace Corewright.Tests.Corlib.Programs;

internal static unsafe class ControlFlow
{
    private delegate long Combine(long a, int b);

    public static void Run()
    {
        for (int i = -1; i < 12; i++)
        {
            Print.Value("dense"u8, Dense(i));
            Print.Value("sparse"u8, Sparse(i * 1000));
        }

        foreach (ReadOnlySpan<byte> _ in new Words("one two  three"u8))
            Print.Text("word"u8, _);

        delegate*<int, long, long> pointer = &Add;
        Print.Value("function pointer"u8, pointer(-1, 0x100000000));
        Combine combine = static (a, b) => (a * 10) + b;
        Print.Value("delegate"u8, combine(0x100000000, 7));
        Print.Value("bound delegate"u8, Bound(3)(2, 1));

        Print.Value("large frame"u8, LargeFrame(0));
        Print.Value("larger frames"u8, Recurse(20));
        Print.Value("variable frame"u8, VariableFrame(70000));
        Print.Value("many arguments"u8, Many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        Out(out int first, out long second);
        Print.Value("out"u8, first + second);
        Print.Value("short circuit"u8, first > 100 && Dense(first) == 0);
        Print.Value("local function"u8, Factorial(15));
        Print.Value("goto"u8, Search());

        static long Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
    }

    private static int Dense(int n) => n switch
    {
        0 => 5,
        1 => 7,
        2 => 11,
        3 => 13,
        4 => 17,
        5 => 19,
        6 => 23,
        7 => 29,
        _ => -1,
    };

    private static int Sparse(int n)
    {
        switch (n)
        {
            case 1000:
                return 1;
            case 3000 or 4000:
                return 2;
            case > 8000 and < 10000:
                return 3;
            default:
                return 0;
        }
    }

    private static long Add(int a, long b) => a + b;

    private static Combine Bound(int factor)
    {
        int captured = factor;
        return (a, b) => (a * captured) + b;
    }

    // More than a page, so that the frame has to be probed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long LargeFrame(long seed)
    {
        long* room = stackalloc long[6000];
        for (int i = 0; i < 6000; i++)
            room[i] = seed + i;
        return room[17] + room[5999];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Recurse(int depth) => depth == 0 ? 0 : LargeFrame(depth) + Recurse(depth - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int VariableFrame(int size)
    {
        Span<byte> room = stackalloc byte[size];
        room[^1] = 3;
        return room[0] + room[size - 1];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Many(byte a, long b, short c, int d, long e, byte f, long g, int h, ulong i, ushort j, long k) =>
        a + (b * 2) + (c * 3) + (d * 4) + (e * 5) + (f * 6) + (g * 7) + (h * 8) + ((long)i * 9) + (j * 10) + (k * 0x100000000);

    private static void Out(out int first, out long second)
    {
        first = 1;
        second = 1L << 50;
    }

    private static int Search()
    {
        for (int a = 1; a < 10; a++)
        {
            for (int b = 1; b < 10; b++)
            {
                if (a * b == 42)
                    goto found;
                continue;
            found:
                return (a * 10) + b;
            }
        }

        return 0;
    }

    /// <summary>What foreach needs and no interface.</summary>
    private ref struct Words(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Words GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            int end = _rest.IndexOf((byte)' ');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return true;
        }
    }
}
