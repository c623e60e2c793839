using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Links;

/// <summary>
/// The links of a run, in the order in which they were made. One program may have many: one per processor, or per function.
/// Pass it by reference.
/// </summary>
public unsafe struct LinkTable : IDisposable
{
    private const int ChunkLinks = 16;

    private Chunk* _last;

    /// <summary>How many USDT probes are described in the object's map for that.</summary>
    internal uint UsdtSpecs;

    /// <summary>How many links there are.</summary>
    public int Count { readonly get; private set; }

    /// <summary>Adds a link. If there is no room, it is detached again.</summary>
    /// <param name="arena">Keeps the table; it has to last as long.</param>
    /// <param name="link">The link.</param>
    /// <returns><see cref="FaultCode.ArenaFull"/>.</returns>
    public Fault Add(scoped ref Arena arena, Link link)
    {
        if (_last == null || _last->Count == ChunkLinks)
        {
            Fault fault = arena.Allocate(1, out Span<Chunk> chunks);
            if (!fault.Failed)
                fault = arena.Allocate(ChunkLinks, out Span<Link> links).Failed ? new Fault(FaultCode.ArenaFull) : Begin(chunks, links);
            if (fault.Failed)
            {
                link.Detach();
                return fault;
            }
        }
        _last->Links[_last->Count++] = link;
        Count++;
        return Fault.None;
    }

    /// <summary>A link by its number; numbers begin with 0, and the last ones are found fastest.</summary>
    public readonly ref Link this[int index]
    {
        get
        {
            int first = Count;
            for (Chunk* chunk = _last; chunk != null; chunk = chunk->Before)
            {
                first -= chunk->Count;
                if (index >= first)
                    return ref new Span<Link>(chunk->Links, chunk->Count)[index - first];
            }
            return ref default(Span<Link>)[index];
        }
    }

    /// <summary>Detaches everything, the last first.</summary>
    public void Dispose()
    {
        for (Chunk* chunk = _last; chunk != null; chunk = chunk->Before)
        {
            for (int i = chunk->Count - 1; i >= 0; i--)
                chunk->Links[i].Detach();
        }
        _last = null;
        Count = 0;
    }

    private Fault Begin(Span<Chunk> chunks, Span<Link> links)
    {
        fixed (Chunk* chunk = chunks)
        fixed (Link* first = links)
        {
            // Arena memory does not move.
            chunk->Before = _last;
            chunk->Count = 0;
            chunk->Links = first;
            _last = chunk;
        }
        return Fault.None;
    }

    private struct Chunk
    {
        public Chunk* Before;
        public int Count;
        public Link* Links;
    }
}
