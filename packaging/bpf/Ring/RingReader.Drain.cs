using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Corewright.Bpf.Ring;

// The way for rings that fill fast: what changes with each sample stays in registers, and the handler is part of the loop.
public unsafe partial struct RingReader
{
    // Room is given back in runs of about a page: the kernel looks at the counter only when a sample would not fit otherwise.
    private const uint RunBytes = 4096;

    /// <summary>
    /// Hands samples to a handler until the ring is empty, the next sample is still being written, the handler has enough, or
    /// there were so many bytes of them. Their room is the kernel's again when this returns, most of it before.
    /// </summary>
    /// <param name="handler">Takes each sample.</param>
    /// <param name="mostBytes">After how many bytes to stop, headers counted: so that what fills all the time ends some time.</param>
    public void Drain<THandler>(ref THandler handler, uint mostBytes)
        where THandler : struct, ISampleHandler
    {
        Publish(_position);
        uint read = 0;
        while (read < mostBytes && !Damaged && HasMore())
        {
            uint before = (uint)_position;
            bool more = DrainRun(ref handler);
            Publish(_position);
            read += (uint)_position - before;
            if (!more)
                return;
        }
    }

    // Reads to the end of a run, and beyond by the rest of its last sample. False where reading stops. As the data is mapped
    // twice, nothing wraps on the way.
    private bool DrainRun<THandler>(ref THandler handler)
        where THandler : struct, ISampleHandler
    {
        byte* first = _data + ((uint)_position & (_size - 1)), header = first;
        byte* limit = first + (_produced - (uint)_position), end = first + Math.Min((uint)(limit - first), RunBytes);
        uint longest = _size - HeaderBytes;
        bool more = true;
        while (header < end)
        {
            uint word = Volatile.Read(ref *(uint*)header);
            byte* next = header + Taken(word);
            // Either flag makes the length too long.
            if (word > longest || next > limit)
            {
                uint length = word & ~DiscardFlag;
                next = header + Taken(length);
                if (length > longest || next > limit)
                {
                    Damaged = (word & BusyFlag) == 0;
                    more = false;
                    break;
                }
                Discarded++;
                header = next;
                continue;
            }
            more = handler.Take(MemoryMarshal.CreateReadOnlySpan(ref header[HeaderBytes], (int)word));
            header = next;
            if (!more)
                break;
        }
        _position += (uint)(header - first);
        return more;
    }

    private static nuint Taken(uint length) => (length + HeaderBytes + 7) & ~7u;
}
