// The user's side of kernel/bpf/ringbuf.c; Documentation/bpf/ringbuf.rst describes the protocol.

using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Corewright.Bpf.Ring;

/// <summary>
/// Takes samples out of a ring buffer that lies in memory: two counters that only ever grow, and data mapped twice in a row, so
/// that a sample never wraps. Knows no system call; nothing is copied and nothing allocated.
/// </summary>
/// <remarks>
/// The counters are the kernel's <c>unsigned long</c>s: 4 bytes on a 32-bit kernel, 8 on a 64-bit one, whatever this program was
/// compiled for. Their low 32 bits suffice to tell how much there is, since a ring is smaller than 4 GiB; they come first, as every
/// supported target is little endian.
/// </remarks>
public unsafe partial struct RingReader
{
    // struct bpf_ringbuf_hdr: the length with two flags, then an offset that only the kernel uses.
    private const int HeaderBytes = 8;
    private const uint BusyFlag = 1u << 31;
    private const uint DiscardFlag = 1u << 30;

    private readonly byte* _consumer;
    private readonly byte* _producer;
    private readonly byte* _data;
    private readonly uint _size;
    private readonly bool _wideCounters;
    private ulong _position;
    private uint _produced;

    /// <summary>Sets up a reader at the position where the last one stopped.</summary>
    /// <param name="consumer">The counter that the reader writes.</param>
    /// <param name="producer">The counter that the kernel writes.</param>
    /// <param name="data">Twice <paramref name="size"/> bytes: the same memory mapped two times.</param>
    /// <param name="size">Bytes in the ring: a power of two.</param>
    /// <param name="counterBytes">Size of the kernel's <c>unsigned long</c>: 4 or 8.</param>
    public RingReader(byte* consumer, byte* producer, byte* data, uint size, int counterBytes)
    {
        _consumer = consumer;
        _producer = producer;
        _data = data;
        _size = size;
        _wideCounters = counterBytes == sizeof(ulong);
        _position = _wideCounters ? *(ulong*)consumer : *(uint*)consumer;
        _produced = (uint)_position;
        Discarded = 0;
        Damaged = false;
    }

    /// <summary>Bytes in the ring.</summary>
    public readonly uint Size => _size;

    /// <summary>Samples that the program reserved and threw away again.</summary>
    public ulong Discarded { get; private set; }

    /// <summary>True once the counters or a length made no sense: nothing more can be read.</summary>
    public bool Damaged { get; private set; }

    /// <summary>
    /// Gives the next sample and the room of the one before back to the kernel. False where the ring is empty, or where the next
    /// sample is still being written: the kernel then wakes the reader once it is there.
    /// </summary>
    /// <param name="sample">Its bytes, in the ring itself, 8-byte aligned; they stand until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> sample)
    {
        sample = default;
        Publish(_position);
        while (!Damaged && HasMore())
        {
            byte* header = _data + ((uint)_position & (_size - 1));
            uint word = Volatile.Read(ref *(uint*)header);
            if ((word & BusyFlag) != 0)
                return false;
            uint length = word & ~DiscardFlag;
            uint taken = (length + HeaderBytes + 7) & ~7u;
            if (length > _size - HeaderBytes || taken > _produced - (uint)_position)
            {
                Damaged = true;
                return false;
            }
            _position += taken;
            if ((word & DiscardFlag) == 0)
            {
                sample = new ReadOnlySpan<byte>(header + HeaderBytes, (int)length);
                return true;
            }
            Discarded++;
            Publish(_position);
        }
        return false;
    }

    private bool HasMore()
    {
        if (_produced != (uint)_position)
            return true;
        // Pairs with the kernel's release: what lies before the counter is written.
        _produced = Volatile.Read(ref *(uint*)_producer);
        uint pending = _produced - (uint)_position;
        Damaged = pending > _size;
        return pending != 0 && !Damaged;
    }

    // A release, so that the kernel writes over a sample only after it was read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Publish(ulong position)
    {
        if (!_wideCounters)
            Volatile.Write(ref *(uint*)_consumer, (uint)position);
        else if (sizeof(nuint) == sizeof(ulong))
            Volatile.Write(ref *(ulong*)_consumer, position);
        else
            PublishInHalves(position);
    }

    // A 32-bit program on a 64-bit kernel has no 64-bit store. Once in 4 GiB the kernel may see the halves apart: the counter is
    // then off by 4 GiB, the ring looks full, and the program drops what it would have put in.
    private readonly void PublishInHalves(ulong position)
    {
        uint* halves = (uint*)_consumer;
        uint high = (uint)(position >> 32);
        if (halves[1] != high)
            Volatile.Write(ref halves[1], high);
        Volatile.Write(ref halves[0], (uint)position);
    }
}
