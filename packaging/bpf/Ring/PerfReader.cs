// The user's side of kernel/events/ring_buffer.c: struct perf_event_mmap_page and the records of perf_event_open(2).

using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Corewright.Bpf.Ring;

/// <summary>
/// Takes samples out of a perf event's buffer that lies in memory, as <c>bpf_perf_event_output</c> writes them. Knows no system call;
/// only a sample that wraps around the buffer's end is copied.
/// </summary>
public unsafe struct PerfReader
{
    /// <summary>Bytes that the longest record takes: its size has 16 bits.</summary>
    public const int LongestRecord = 1 << 16;

    private const int HeadOffset = 1024;
    private const int TailOffset = 1032;
    private const int HeaderBytes = 8;
    private const int SizeOffset = 6;
    private const int RawHeaderBytes = 12;
    private const int LostOffset = 16;
    private const int LostBytes = 24;
    private const uint LostRecord = 2;
    private const uint SampleRecord = 9;

    private readonly byte* _page;
    private readonly byte* _data;
    private readonly byte* _whole;
    private readonly uint _size;
    private ulong _tail;
    private uint _head;

    /// <summary>Sets up a reader.</summary>
    /// <param name="page">The <c>perf_event_mmap_page</c>.</param>
    /// <param name="data">What follows it.</param>
    /// <param name="size">Bytes of data: a power of two.</param>
    /// <param name="whole">Room for <see cref="LongestRecord"/> bytes, 8-byte aligned, where a record that wraps is put together.</param>
    public PerfReader(byte* page, byte* data, uint size, byte* whole)
    {
        _page = page;
        _data = data;
        _size = size;
        _whole = whole;
        _tail = *(ulong*)(page + TailOffset);
        _head = (uint)_tail;
        Lost = 0;
        Damaged = false;
    }

    /// <summary>Samples that found no room, as the kernel tells in between (PERF_RECORD_LOST).</summary>
    public ulong Lost { get; private set; }

    /// <summary>True once the buffer made no sense: nothing more can be read.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Gives the next sample; false where there is none. Then all room is given back to the kernel.</summary>
    /// <param name="sample">Its bytes, 4-byte aligned; up to 7 more than the program gave. They stand until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> sample)
    {
        sample = default;
        while (!Damaged && (_head != (uint)_tail || HasMore()))
        {
            uint waiting = _head - (uint)_tail;
            uint start = (uint)_tail & (_size - 1);
            // Records are multiples of 8 bytes, so a header never wraps.
            uint size = Unsafe.ReadUnaligned<ushort>(_data + start + SizeOffset);
            if (size < HeaderBytes || size % 8 != 0 || size > waiting)
            {
                Damaged = true;
                return false;
            }
            byte* record = start + size <= _size ? _data + start : PutTogether(start, size);
            _tail += size;
            uint type = *(uint*)record;
            if (type == SampleRecord)
                return IsWhole(record, size, out sample);
            if (type == LostRecord && size >= LostBytes)
                Lost += *(ulong*)(record + LostOffset);
        }
        return false;
    }

    private bool IsWhole(byte* record, uint size, out ReadOnlySpan<byte> sample)
    {
        uint length = size < RawHeaderBytes ? uint.MaxValue : *(uint*)(record + HeaderBytes);
        Damaged = length > size - RawHeaderBytes;
        sample = Damaged ? default : new ReadOnlySpan<byte>(record + RawHeaderBytes, (int)length);
        return !Damaged;
    }

    private readonly byte* PutTogether(uint start, uint size)
    {
        uint first = _size - start;
        new ReadOnlySpan<byte>(_data + start, (int)first).CopyTo(new Span<byte>(_whole, LongestRecord));
        new ReadOnlySpan<byte>(_data, (int)(size - first)).CopyTo(new Span<byte>(_whole + first, LongestRecord - (int)first));
        return _whole;
    }

    private bool HasMore()
    {
        Release();
        // Pairs with the kernel's release: what lies before the head is written.
        _head = Volatile.Read(ref *(uint*)(_page + HeadOffset));
        uint waiting = _head - (uint)_tail;
        Damaged = waiting > _size;
        return waiting != 0 && !Damaged;
    }

    // data_tail has 64 bits for every kernel, of which 32-bit ones only look at the lower half.
    private readonly void Release()
    {
        uint* tail = (uint*)(_page + TailOffset);
        uint high = (uint)(_tail >> 32);
        if (sizeof(nuint) == sizeof(ulong))
        {
            Volatile.Write(ref *(ulong*)tail, _tail);
            return;
        }
        if (tail[1] != high)
            Volatile.Write(ref tail[1], high);
        Volatile.Write(ref tail[0], (uint)_tail);
    }
}
