// Moving memory. ILC's JIT calls the internal methods by name where a copy or a clear is too large to unroll.

using System.Runtime.CompilerServices;
using Corewright.Freestanding;

namespace System;

public static class Buffer
{
    // Nothing collects here, so references need no barrier and move like bytes.
    internal static unsafe void Move<T>(ref T destination, ref T source, int count) =>
        SpanHelpers.Memmove(
            ref Unsafe.As<T, byte>(ref destination),
            ref Unsafe.As<T, byte>(ref source),
            (nuint)(uint)count * (nuint)sizeof(T));

    internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount) =>
        SpanHelpers.Memmove(ref destination, ref source, byteCount);
}

internal static unsafe class SpanHelpers
{
    internal static void Memmove(ref byte destination, ref byte source, nuint byteCount)
    {
        // Nothing here moves, so the addresses stay good without pinning.
        Memory.Move((byte*)Unsafe.AsPointer(ref destination), (byte*)Unsafe.AsPointer(ref source), byteCount);
    }

    internal static void ClearWithoutReferences(ref byte destination, nuint byteCount) =>
        Memory.Set((byte*)Unsafe.AsPointer(ref destination), 0, byteCount);

    internal static void Fill(ref byte destination, byte value, nuint byteCount) =>
        Memory.Set((byte*)Unsafe.AsPointer(ref destination), value, byteCount);
}
