// How a BPF_MAP_TYPE_USER_RINGBUF is mapped: kernel/bpf/ringbuf.c, ringbuf_map_mmap_user.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Ring;

/// <summary>A user ring buffer map in this process's memory. <c>BPF_MAP_TYPE_USER_RINGBUF</c>, v6.1.</summary>
public unsafe struct UserRingBuffer : IDisposable
{
    private const int ReadOnly = 1;
    private const int ReadWrite = 1 | 2;
    private const int Shared = 1;

    private nint _consumer;
    private nint _producer;
    private nuint _pageBytes;
    private nuint _producerBytes;

    /// <summary>Writes what a program takes out.</summary>
    public UserRingWriter Writer;

    /// <summary>Maps the ring: one page, not writable, for the kernel's counter, then one for the writer's and the data twice.</summary>
    /// <param name="fd">The map.</param>
    /// <param name="size">Its <c>max_entries</c>: bytes, a power of two and a multiple of the page size.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    /// <param name="counterBytes">The kernel's size of <c>unsigned long</c>.</param>
    /// <param name="ring">The ring, to be disposed.</param>
    /// <returns>0 or a negated errno.</returns>
    public static int Map(int fd, uint size, uint pageBytes, int counterBytes, out UserRingBuffer ring)
    {
        ring = default;
        nint consumer = Syscall.Map(pageBytes, ReadOnly, Shared, fd, 0);
        if (Syscall.IsError(consumer))
            return (int)consumer;
        nuint producerBytes = pageBytes + (2 * (nuint)size);
        nint producer = Syscall.Map(producerBytes, ReadWrite, Shared, fd, pageBytes);
        if (Syscall.IsError(producer))
        {
            Syscall.Invoke(SyscallNumber.Munmap, consumer, (nint)pageBytes);
            return (int)producer;
        }
        ring._consumer = consumer;
        ring._producer = producer;
        ring._pageBytes = pageBytes;
        ring._producerBytes = producerBytes;
        ring.Writer = new UserRingWriter((byte*)consumer, (byte*)producer, (byte*)producer + pageBytes, size, counterBytes);
        return 0;
    }

    /// <summary>Takes the mappings away. The map itself stays open.</summary>
    public void Dispose()
    {
        if (_consumer == 0)
            return;
        Syscall.Invoke(SyscallNumber.Munmap, _consumer, (nint)_pageBytes);
        Syscall.Invoke(SyscallNumber.Munmap, _producer, (nint)_producerBytes);
        _consumer = 0;
        _producer = 0;
    }
}
