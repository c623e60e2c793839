using System;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>Lines of the form "label value". Numbers are written in hex by shifts, so that printing needs no division.</summary>
public static partial class Print
{
    public static void Value(ReadOnlySpan<byte> label, long value) => Value(label, (ulong)value);

    public static void Value(ReadOnlySpan<byte> label, ulong value)
    {
        Span<byte> digits = stackalloc byte[16];
        for (int i = 0; i < digits.Length; i++)
            digits[i] = "0123456789abcdef"u8[(int)(value >> (60 - (4 * i))) & 15];
        Text(label, digits);
    }

    public static void Value(ReadOnlySpan<byte> label, bool value) => Text(label, value ? "true"u8 : "false"u8);

    public static void Text(ReadOnlySpan<byte> label, ReadOnlySpan<byte> text)
    {
        Write(label);
        Write(" "u8);
        Write(text);
        Write("\n"u8);
    }

    public static void Bytes(ReadOnlySpan<byte> label, ReadOnlySpan<byte> bytes)
    {
        Write(label);
        Span<byte> pair = stackalloc byte[3];
        foreach (byte b in bytes)
        {
            pair[0] = (byte)' ';
            pair[1] = "0123456789abcdef"u8[b >> 4];
            pair[2] = "0123456789abcdef"u8[b & 15];
            Write(pair);
        }

        Write("\n"u8);
    }

    static partial void Write(ReadOnlySpan<byte> text);
}
