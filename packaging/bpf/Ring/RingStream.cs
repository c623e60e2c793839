using System;
using Corewright.Bpf.Async;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Ring;

/// <summary>
/// A ring buffer in an <see cref="EventLoop"/>: <c>await</c> it, then read until there is nothing more. Several go at once, a job each.
/// </summary>
public sealed class RingStream : IDisposable
{
    private readonly EventSource _source;
    private RingBuffer _ring;

    private RingStream(RingBuffer ring, EventSource source)
    {
        _ring = ring;
        _source = source;
    }

    /// <summary>Where the samples are. Read them in a method that isn't async.</summary>
    public ref RingReader Reader => ref _ring.Reader;

    /// <summary>Maps a ring buffer and makes it something to wait for. Allocates, so do it before memory is frozen.</summary>
    /// <param name="loop">Where.</param>
    /// <param name="fd">The map, which stays the caller's.</param>
    /// <param name="size">Its <c>max_entries</c>: bytes.</param>
    /// <param name="counterBytes">The kernel's size of <c>unsigned long</c>.</param>
    /// <param name="stream">The stream, to be disposed; null on failure.</param>
    /// <returns>0 or a negated errno.</returns>
    public static int Open(EventLoop loop, int fd, uint size, int counterBytes, out RingStream? stream)
    {
        stream = null;
        int result = RingBuffer.Map(fd, size, AuxiliaryVector.PageBytes(), counterBytes, out RingBuffer ring);
        if (result < 0)
            return result;
        result = loop.Add(fd, out EventSource source);
        if (result < 0)
            ring.Dispose();
        else
            stream = new RingStream(ring, source);
        return result;
    }

    /// <summary>A stream over a ring that somebody else has in memory.</summary>
    /// <param name="reader">Reads it.</param>
    /// <param name="source">Tells when there are samples.</param>
    public static RingStream Over(in RingReader reader, EventSource source) => new(new RingBuffer { Reader = reader }, source);

    /// <summary>For <c>await</c>: until there are samples.</summary>
    public EventAwaiter GetAwaiter() => _source.GetAwaiter();

    /// <summary>Takes the mappings away.</summary>
    public void Dispose() => _ring.Dispose();
}
