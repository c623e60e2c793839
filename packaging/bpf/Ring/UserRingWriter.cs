// The user's side of BPF_MAP_TYPE_USER_RINGBUF (v6.1): kernel/bpf/ringbuf.c, __bpf_user_ringbuf_peek.

using System;
using System.Threading;

namespace Corewright.Bpf.Ring;

/// <summary>
/// Puts samples into a user ring buffer that lies in memory, for a program to take out with <c>bpf_user_ringbuf_drain</c>. Knows no
/// system call. One writer at a time; reserve and submit in turns.
/// </summary>
public unsafe struct UserRingWriter
{
    private const int HeaderBytes = 8;
    private const uint BusyFlag = 1u << 31;
    private const uint DiscardFlag = 1u << 30;

    private readonly byte* _consumer;
    private readonly byte* _producer;
    private readonly byte* _data;
    private readonly uint _size;
    private readonly bool _wideCounters;
    private ulong _position;
    private byte* _reserved;

    /// <summary>Sets up a writer behind what was written before.</summary>
    /// <param name="consumer">The counter that the kernel writes.</param>
    /// <param name="producer">The counter that the writer writes.</param>
    /// <param name="data">Twice <paramref name="size"/> bytes: the same memory mapped two times.</param>
    /// <param name="size">Bytes in the ring: a power of two.</param>
    /// <param name="counterBytes">Size of the kernel's <c>unsigned long</c>: 4 or 8.</param>
    public UserRingWriter(byte* consumer, byte* producer, byte* data, uint size, int counterBytes)
    {
        _consumer = consumer;
        _producer = producer;
        _data = data;
        _size = size;
        _wideCounters = counterBytes == sizeof(ulong);
        _position = _wideCounters ? *(ulong*)producer : *(uint*)producer;
        _reserved = null;
    }

    /// <summary>Room for a sample, which <see cref="Submit"/> or <see cref="Discard"/> has to follow.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="sample">The room, 8-byte aligned, with whatever was there before.</param>
    /// <returns>False where the program has not made room yet, or for a sample that never fits.</returns>
    public bool TryReserve(int length, out Span<byte> sample)
    {
        sample = default;
        if (length < 0 || _reserved != null)
            return false;
        ulong taken = ((ulong)(uint)length + HeaderBytes + 7) & ~7ul;
        // Pairs with the kernel's release: it has read what lies before the counter.
        uint waiting = (uint)_position - Volatile.Read(ref *(uint*)_consumer);
        if (waiting > _size || taken > _size - waiting)
            return false;
        _reserved = _data + ((uint)_position & (_size - 1));
        *(uint*)_reserved = (uint)length | BusyFlag;
        *(uint*)(_reserved + sizeof(uint)) = 0;
        _position += taken;
        Publish();
        sample = new Span<byte>(_reserved + HeaderBytes, length);
        return true;
    }

    /// <summary>Hands the sample over.</summary>
    public void Submit() => End(0);

    /// <summary>Gives the room up; the program passes over it.</summary>
    public void Discard() => End(DiscardFlag);

    // A release, so that the kernel sees the sample once it sees that it is no longer busy.
    private void End(uint flag)
    {
        if (_reserved == null)
            return;
        uint word = (*(uint*)_reserved & ~BusyFlag) | flag;
        Volatile.Write(ref *(uint*)_reserved, word);
        _reserved = null;
    }

    // As the reader of RingReader.cs does it; here too the kernel looks at an unsigned long.
    private readonly void Publish()
    {
        uint* halves = (uint*)_producer;
        if (!_wideCounters)
        {
            Volatile.Write(ref halves[0], (uint)_position);
        }
        else if (sizeof(nuint) == sizeof(ulong))
        {
            Volatile.Write(ref *(ulong*)_producer, _position);
        }
        else
        {
            uint high = (uint)(_position >> 32);
            if (halves[1] != high)
                Volatile.Write(ref halves[1], high);
            Volatile.Write(ref halves[0], (uint)_position);
        }
    }
}
