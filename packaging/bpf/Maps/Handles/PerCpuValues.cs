using System;
using System.Runtime.InteropServices;

namespace Corewright.Bpf.Maps;

/// <summary>
/// One value for each possible processor, as the kernel copies them: each begins at a multiple of 8 bytes. Processors that can't exist
/// are left out, so the number of a value is the processor's number only where all numbers are in use.
/// </summary>
/// <param name="buffer">The values, <see cref="Stride"/> bytes each; what is left over doesn't count.</param>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe ref struct PerCpuValues<TValue>(Span<byte> buffer)
    where TValue : unmanaged
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes from one value to the next.</summary>
    public static int Stride => (sizeof(TValue) + 7) & ~7;

    /// <summary>How many values there are.</summary>
    public int Count => _buffer.Length / Stride;

    /// <summary>All bytes.</summary>
    public Span<byte> Bytes => _buffer;

    /// <summary>One processor's value.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public TValue this[int index]
    {
        get => MemoryMarshal.Read<TValue>(_buffer.Slice(index * Stride, sizeof(TValue)));
        set => MemoryMarshal.Write(_buffer.Slice(index * Stride, sizeof(TValue)), in value);
    }
}
