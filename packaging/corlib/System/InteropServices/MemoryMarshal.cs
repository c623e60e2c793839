// Spans over the same memory seen as another type.
// ILC's contract: how an array begins.

using System.Runtime.CompilerServices;
using Internal.Runtime.CompilerHelpers;

namespace System.Runtime.InteropServices;

public static class MemoryMarshal
{
    public static ref T GetReference<T>(Span<T> span) => ref span._reference;

    public static ref T GetReference<T>(ReadOnlySpan<T> span) => ref span._reference;

    // An array is a MethodTable pointer, a length padded to a word, and the elements.
    public static unsafe ref T GetArrayDataReference<T>(T[] array) =>
        ref Unsafe.As<byte, T>(ref Unsafe.Add(ref Unsafe.As<RawArray>(array).Data, sizeof(nint) - sizeof(int)));

    public static Span<T> CreateSpan<T>(scoped ref T reference, int length) => new(ref Unsafe.AsRef(in reference), length);

    public static ReadOnlySpan<T> CreateReadOnlySpan<T>(scoped ref readonly T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    public static unsafe Span<byte> AsBytes<T>(Span<T> span)
        where T : unmanaged =>
        new(ref Unsafe.As<T, byte>(ref span._reference), checked(span.Length * sizeof(T)));

    public static unsafe ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span)
        where T : unmanaged =>
        new(ref Unsafe.As<T, byte>(ref span._reference), checked(span.Length * sizeof(T)));

    public static unsafe Span<TTo> Cast<TFrom, TTo>(Span<TFrom> span)
        where TFrom : unmanaged
        where TTo : unmanaged =>
        new(ref Unsafe.As<TFrom, TTo>(ref span._reference), CastLength(span.Length, sizeof(TFrom), sizeof(TTo)));

    public static unsafe ReadOnlySpan<TTo> Cast<TFrom, TTo>(ReadOnlySpan<TFrom> span)
        where TFrom : unmanaged
        where TTo : unmanaged =>
        new(ref Unsafe.As<TFrom, TTo>(ref span._reference), CastLength(span.Length, sizeof(TFrom), sizeof(TTo)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe T Read<T>(ReadOnlySpan<byte> source)
        where T : unmanaged
    {
        if (sizeof(T) > source.Length)
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        return Unsafe.ReadUnaligned<T>(ref source._reference);
    }

    public static unsafe bool TryRead<T>(ReadOnlySpan<byte> source, out T value)
        where T : unmanaged
    {
        if (sizeof(T) > source.Length)
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(ref source._reference);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Write<T>(Span<byte> destination, in T value)
        where T : unmanaged
    {
        if (sizeof(T) > destination.Length)
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        Unsafe.WriteUnaligned(ref destination._reference, value);
    }

    public static unsafe ref T AsRef<T>(Span<byte> span)
        where T : unmanaged
    {
        if (sizeof(T) > span.Length)
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        return ref Unsafe.As<byte, T>(ref span._reference);
    }

    public static unsafe ref readonly T AsRef<T>(ReadOnlySpan<byte> span)
        where T : unmanaged
    {
        if (sizeof(T) > span.Length)
            ThrowHelpers.ThrowArgumentOutOfRangeException();
        return ref Unsafe.As<byte, T>(ref span._reference);
    }

    private static int CastLength(int length, int from, int to)
    {
        if (from == to)
            return length;
        ulong total = (ulong)(uint)length * (uint)from / (uint)to;
        return checked((int)total);
    }

    // How an array begins; Data is where the padding or the first element is.
    [StructLayout(LayoutKind.Sequential)]
    private sealed class RawArray
    {
        public int Length;
        public byte Data;
    }
}
