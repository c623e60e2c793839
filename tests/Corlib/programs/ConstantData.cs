using System;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>Constant arrays that stay in the read-only part of the image.</summary>
internal static class ConstantData
{
    private static ReadOnlySpan<byte> Bytes => [1, 2, 250];

    private static ReadOnlySpan<sbyte> SignedBytes => [1, -2, -128];

    private static ReadOnlySpan<short> Shorts => [-1, 2, 0x1234];

    private static ReadOnlySpan<int> Ints => [-1, 2, 0x12345678, int.MinValue];

    private static ReadOnlySpan<ulong> Longs => [1, 0x123456789abcdef0, ulong.MaxValue];

    private static ReadOnlySpan<char> Chars => ['a', 'ß', '€'];

    private static ReadOnlySpan<bool> Truths => [true, false, true];

    private static ReadOnlySpan<DayOfWeekLike> Days => [DayOfWeekLike.Third, DayOfWeekLike.First];

    private enum DayOfWeekLike : ushort
    {
        First = 1,
        Third = 3,
    }

    public static void Run()
    {
        foreach (byte b in Bytes)
            Print.Value("byte"u8, b);
        foreach (sbyte b in SignedBytes)
            Print.Value("sbyte"u8, b);
        foreach (short s in Shorts)
            Print.Value("short"u8, s);
        foreach (int i in Ints)
            Print.Value("int"u8, i);
        foreach (ulong l in Longs)
            Print.Value("ulong"u8, l);
        foreach (char c in Chars)
            Print.Value("char"u8, c);
        foreach (bool b in Truths)
            Print.Value("bool"u8, b);
        foreach (DayOfWeekLike d in Days)
            Print.Value("enum"u8, (ulong)d);

        Print.Text("utf-8"u8, "größer als €5"u8);
        string text = "größer €";
        for (int i = 0; i < text.Length; i++)
            Print.Value("utf-16"u8, text[i]);
        Print.Value("empty"u8, "".Length);
        int[] initialized = [3, 1, 4, 1, 5, 9, 2, 6];
        long joined = 0;
        foreach (int digit in initialized)
            joined = (joined * 10) + digit;
        Print.Value("array initializer"u8, joined);
    }
}
