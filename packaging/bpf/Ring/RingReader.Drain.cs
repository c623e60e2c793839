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
            bool more = DrainRun(ref handler, before + Math.Min(_produced - before, RunBytes));
            Publish(_position);
            read += (uint)_position - before;
            if (!more)
                return;
        }
    }

    // Reads to the end of the run, and beyond by the rest of its last sample. False where reading stops.
    private bool DrainRun<THandler>(ref THandler handler, uint end)
        where THandler : struct, ISampleHandler
    {
        byte* data = _data;
        uint mask = _size - 1, longest = _size - HeaderBytes, at = (uint)_position;
        bool more = true;
        do
        {
            byte* header = data + (at & mask);
            uint word = Volatile.Read(ref *(uint*)header), length = word;
            // Either flag makes the length too long.
            if (word > longest)
            {
                length = word & ~DiscardFlag;
                if (length > longest)
                {
                    Damaged = (word & BusyFlag) == 0;
                    more = false;
                    break;
                }
            }
            uint taken = (length + HeaderBytes + 7) & ~7u;
            if (taken > _produced - at)
            {
                Damaged = true;
                more = false;
                break;
            }
            if (length == word)
                more = handler.Take(MemoryMarshal.CreateReadOnlySpan(ref header[HeaderBytes], (int)length));
            else
                Discarded++;
            at += taken;
        }
        while (more && (int)(end - at) > 0);
        _position += at - (uint)_position;
        return more;
    }
}
