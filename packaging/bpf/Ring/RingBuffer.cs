// How a BPF_MAP_TYPE_RINGBUF is mapped: kernel/bpf/ringbuf.c, ringbuf_map_mmap_kern.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Ring;

/// <summary>A ring buffer map in this process's memory. <c>BPF_MAP_TYPE_RINGBUF</c>, v5.8.</summary>
public unsafe struct RingBuffer : IDisposable
{
    private const int ReadOnly = 1;
    private const int ReadWrite = 1 | 2;
    private const int Shared = 1;

    private byte* _consumer;
    private byte* _producer;
    private nuint _pageBytes;
    private nuint _producerBytes;

    /// <summary>Reads what the kernel puts in.</summary>
    public RingReader Reader;

    /// <summary>Maps the ring: one page for the reader's counter, then, not writable, one for the kernel's and the data twice.</summary>
    /// <param name="fd">The map.</param>
    /// <param name="size">Its <c>max_entries</c>: bytes, a power of two and a multiple of the page size.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    /// <param name="counterBytes">The kernel's size of <c>unsigned long</c>.</param>
    /// <param name="ring">The ring, to be disposed.</param>
    /// <returns>0 or a negated errno.</returns>
    public static int Map(int fd, uint size, uint pageBytes, int counterBytes, out RingBuffer ring)
    {
        ring = default;
        nint consumer = Syscall.Map(pageBytes, ReadWrite, Shared, fd, 0);
        if (Syscall.IsError(consumer))
            return (int)consumer;
        nuint producerBytes = pageBytes + (2 * (nuint)size);
        nint producer = Syscall.Map(producerBytes, ReadOnly, Shared, fd, pageBytes);
        if (Syscall.IsError(producer))
        {
            Syscall.Invoke(SyscallNumber.Munmap, consumer, (nint)pageBytes);
            return (int)producer;
        }
        ring._consumer = (byte*)consumer;
        ring._producer = (byte*)producer;
        ring._pageBytes = pageBytes;
        ring._producerBytes = producerBytes;
        ring.Reader = new RingReader(ring._consumer, ring._producer, ring._producer + pageBytes, size, counterBytes);
        return 0;
    }

    /// <summary>Takes the mappings away. The map itself stays open.</summary>
    public void Dispose()
    {
        if (_consumer == null)
            return;
        Syscall.Invoke(SyscallNumber.Munmap, (nint)_consumer, (nint)_pageBytes);
        Syscall.Invoke(SyscallNumber.Munmap, (nint)_producer, (nint)_producerBytes);
        _consumer = null;
        _producer = null;
    }
}
