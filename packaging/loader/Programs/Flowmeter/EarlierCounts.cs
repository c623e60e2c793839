using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Flowmeter;

/// <summary>
/// What was counted under each key when it was last looked at, so that it can be said how much came since. Keys are told apart by 64
/// bits of hash. Keys that were not seen in a round are forgotten with it.
/// </summary>
internal sealed unsafe class EarlierCounts : IDisposable
{
    // More than there are flows and cgroups at a time, so that there always are free ones.
    private const int Slots = 1 << 15;
    private const int MostEntries = Slots / 2;

    private MappedMemory _memory;
    private Slot* _earlier;
    private Slot* _now;
    private int _count;

    /// <summary>Takes the memory for it.</summary>
    /// <returns>Whether there is any.</returns>
    public bool Open()
    {
        _memory = MappedMemory.Allocate(2 * Slots * sizeof(Slot));
        _earlier = (Slot*)_memory.Start;
        _now = _earlier + Slots;
        return !_memory.IsEmpty;
    }

    /// <summary>Begins a round: what was noted in the last one is what is compared with.</summary>
    public void Turn()
    {
        Slot* free = _earlier;
        _earlier = _now;
        _now = free;
        new Span<byte>(free, Slots * sizeof(Slot)).Clear();
        _count = 0;
    }

    /// <summary>Notes a count.</summary>
    /// <param name="key">Of the same bytes for the same thing.</param>
    /// <param name="total">What was counted since the key is there.</param>
    /// <returns>What came since the last round. Less than then means that the key was gone and began anew.</returns>
    public Traffic Note(ReadOnlySpan<byte> key, Traffic total)
    {
        ulong hash = Hash(key);
        Slot* earlier = Find(_earlier, hash);
        Slot* now = Find(_now, hash);
        if (now->Hash == 0 && _count < MostEntries)
        {
            now->Hash = hash;
            now->Total = total;
            _count++;
        }
        Traffic more = total;
        if (earlier->Hash != 0 && earlier->Total.Packets <= total.Packets && earlier->Total.Bytes <= total.Bytes)
        {
            more.Packets -= earlier->Total.Packets;
            more.Bytes -= earlier->Total.Bytes;
        }
        return more;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    // Its slot, or a free one; at most half of them are taken.
    private static Slot* Find(Slot* slots, ulong hash)
    {
        int index = (int)(hash >> 32) & (Slots - 1);
        while (slots[index].Hash != 0 && slots[index].Hash != hash)
            index = (index + 1) & (Slots - 1);
        return slots + index;
    }

    // FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (byte b in key)
            hash = (hash ^ b) * 0x100_0000_01B3;
        return hash == 0 ? 1 : hash;
    }

    private struct Slot
    {
        public ulong Hash;
        public Traffic Total;
    }
}
