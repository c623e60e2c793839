using System;

namespace Corewright.Bpf.Memory;

/// <summary>
/// Hands out pieces of one native block, front to back. Nothing is ever freed on its own; the block's owner frees it whole.
/// Pass it by reference: a copy would hand out the same bytes again.
/// </summary>
public unsafe struct Arena
{
    private readonly byte* _end;
    private byte* _next;

    /// <summary>An arena over a block that stays where it is, and allocated, for as long as anything taken from it is used.</summary>
    /// <param name="block">The block's first byte.</param>
    /// <param name="length">Its size in bytes; a negative one counts as 0.</param>
    public Arena(byte* block, int length)
    {
        _next = block;
        _end = block + Math.Max(length, 0);
    }

    /// <summary>Bytes that are left.</summary>
    public readonly int Free => (int)(_end - _next);

    /// <summary>Takes room for <paramref name="count"/> items, aligned to 8 bytes and not cleared.</summary>
    /// <param name="count">How many.</param>
    /// <param name="items">The room; empty on failure.</param>
    /// <returns><see cref="FaultCode.ArenaFull"/> or <see cref="FaultCode.SizeOutOfRange"/>.</returns>
    public Fault Allocate<T>(int count, out Span<T> items)
        where T : unmanaged
    {
        items = default;
        long bytes = (long)count * sizeof(T);
        if (count < 0 || bytes > int.MaxValue)
            return new Fault(FaultCode.SizeOutOfRange, count);
        int padding = (int)(-(long)_next & 7);
        if (bytes + padding > _end - _next)
            return new Fault(FaultCode.ArenaFull, (int)bytes);
        byte* start = _next + padding;
        _next = start + bytes;
        items = new Span<T>(start, count);
        return Fault.None;
    }

    /// <summary>Gives back the tail of what was allocated last. Does nothing if something else was allocated since.</summary>
    /// <param name="last">What <see cref="Allocate{T}"/> gave last.</param>
    /// <param name="used">How many items of it stay.</param>
    /// <returns>The items that stay.</returns>
    public Span<T> Shrink<T>(Span<T> last, int used)
        where T : unmanaged
    {
        Span<T> kept = last[..used];
        fixed (T* start = last)
        {
            if ((byte*)(start + last.Length) == _next && last.Length > 0)
                _next = (byte*)(start + used);
        }

        return kept;
    }
}
