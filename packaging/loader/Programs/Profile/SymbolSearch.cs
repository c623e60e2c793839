using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Loader.Profile;

/// <summary>
/// Finds the functions that some addresses are in, in two walks over all functions: the first one finds where each begins, the second
/// one its name. So nothing is kept of the many functions that are not asked for.
/// </summary>
internal sealed unsafe class SymbolSearch
{
    private MappedMemory _memory;

    /// <summary>How many addresses are looked for.</summary>
    public int Count { get; private set; }

    private ulong* Addresses => (ulong*)_memory.Start;

    private Match* Matches => (Match*)(Addresses + LocationTable.Slots);

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _memory = MappedMemory.Allocate(LocationTable.Slots * (sizeof(ulong) + sizeof(Match)));
        return !_memory.IsEmpty;
    }

    /// <summary>Begins another search.</summary>
    public void Clear() => Count = 0;

    /// <summary>Looks for an address.</summary>
    public void Add(ulong address) => Addresses[Count++] = address;

    /// <summary>All addresses are there.</summary>
    public void Begin()
    {
        var addresses = new Span<ulong>(Addresses, Count);
        Sorting.Sort(addresses);
        Count = Sorting.RemoveDuplicates(addresses);
        new Span<Match>(Matches, Count).Clear();
    }

    /// <summary>The first walk: a function.</summary>
    /// <param name="start">Its address.</param>
    /// <param name="size">Its size; 0 where that is not said: then up to the next one.</param>
    public void Offer(ulong start, ulong size)
    {
        // For the first address behind its start. What this is for the others, Settle finds out.
        int first = From(start);
        if (first < Count && (!Matches[first].IsFound || Matches[first].Start < start))
            Matches[first] = new Match { IsFound = true, Start = start, End = size == 0 ? ulong.MaxValue : start + size };
    }

    /// <summary>The first walk is over.</summary>
    public void Settle()
    {
        for (int i = 1; i < Count; i++)
        {
            if (!Matches[i].IsFound)
                Matches[i] = Matches[i - 1];
        }
    }

    /// <summary>The second walk: a function's name. Of several, the one that ranks highest stays.</summary>
    /// <param name="start">Its address.</param>
    /// <param name="rank">From 1.</param>
    /// <param name="name">Its name.</param>
    /// <param name="texts">Keeps the name.</param>
    public void Name(ulong start, int rank, ReadOnlySpan<byte> name, TextPool texts)
    {
        int first = From(start);
        if (first >= Count || !Matches[first].IsFound || Matches[first].Start != start || Matches[first].Rank >= rank)
            return;
        Text kept = texts.Add(name);
        for (int i = first; i < Count && Matches[i].IsFound && Matches[i].Start == start; i++)
        {
            Matches[i].Rank = rank;
            Matches[i].Name = kept;
        }
    }

    /// <summary>
    /// What was found for the address of a number, from 0 to <see cref="Count"/> - 1 in ascending order; null for nothing. For all
    /// addresses in one function it is the same.
    /// </summary>
    public Match* At(int number)
    {
        if (number >= Count || Addresses[number] >= Matches[number].End)
            return null;
        while (number > 0 && Matches[number - 1].IsFound && Matches[number - 1].Start == Matches[number].Start)
            number--;
        return Matches + number;
    }

    /// <summary>The number of an address that was looked for.</summary>
    public int From(ulong address)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Addresses[middle] < address)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

/// <summary>What was found for an address.</summary>
internal struct Match
{
    /// <summary>Whether anything was.</summary>
    public bool IsFound;

    /// <summary>How much the name means this function.</summary>
    public int Rank;

    /// <summary>Where the function begins.</summary>
    public ulong Start;

    /// <summary>Where it ends.</summary>
    public ulong End;

    /// <summary>Its name.</summary>
    public Text Name;

    /// <summary>The number that it was given.</summary>
    public int Function;
}
