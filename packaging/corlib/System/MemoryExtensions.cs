// Searching and comparing spans. Values are compared bit by bit, so only for types without references and padding:
// integers, characters, enums.
// ILC's contract: none; the names are those of .NET.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

public static class MemoryExtensions
{
    public static Span<T> AsSpan<T>(this T[] array) => new(array);

    public static Span<T> AsSpan<T>(this T[] array, int start) => new Span<T>(array).Slice(start);

    public static Span<T> AsSpan<T>(this T[] array, int start, int length) => new(array, start, length);

    public static ReadOnlySpan<char> AsSpan(this string text) =>
        text == null ? default : new(ref Unsafe.AsRef(in text.GetPinnableReference()), text.Length);

    public static bool SequenceEqual<T>(this Span<T> span, ReadOnlySpan<T> other)
        where T : unmanaged => SequenceEqual((ReadOnlySpan<T>)span, other);

    public static bool SequenceEqual<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        if (span.Length != other.Length)
            return false;
        ReadOnlySpan<byte> left = MemoryMarshal.AsBytes(span);
        ReadOnlySpan<byte> right = MemoryMarshal.AsBytes(other);
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
                return false;
        }

        return true;
    }

    public static int SequenceCompareTo(this ReadOnlySpan<byte> span, ReadOnlySpan<byte> other)
    {
        int common = Math.Min(span.Length, other.Length);
        for (int i = 0; i < common; i++)
        {
            if (span[i] != other[i])
                return span[i] - other[i];
        }

        return span.Length - other.Length;
    }

    public static int IndexOf<T>(this Span<T> span, T value)
        where T : unmanaged => IndexOf((ReadOnlySpan<T>)span, value);

    public static int IndexOf<T>(this ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Same(in span[i], in value))
                return i;
        }

        return -1;
    }

    public static int IndexOf<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged
    {
        for (int i = 0; i <= span.Length - value.Length; i++)
        {
            if (span.Slice(i, value.Length).SequenceEqual(value))
                return i;
        }

        return -1;
    }

    public static int LastIndexOf<T>(this ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (Same(in span[i], in value))
                return i;
        }

        return -1;
    }

    public static bool Contains<T>(this ReadOnlySpan<T> span, T value)
        where T : unmanaged => IndexOf(span, value) >= 0;

    public static bool StartsWith<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged => span.Length >= value.Length && span.Slice(0, value.Length).SequenceEqual(value);

    public static bool EndsWith<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged =>
        span.Length >= value.Length && span.Slice(span.Length - value.Length).SequenceEqual(value);

    private static unsafe bool Same<T>(ref readonly T left, ref readonly T right)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Unsafe.As<T, byte>(ref Unsafe.AsRef(in left)) == Unsafe.As<T, byte>(ref Unsafe.AsRef(in right));
        return new ReadOnlySpan<T>(in left).SequenceEqual(new ReadOnlySpan<T>(in right));
    }
}
