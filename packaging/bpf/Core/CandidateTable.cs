using System;

namespace Corewright.Bpf.Core;

/// <summary>
/// For each local type that relocations ask about, the kernel's types that it may be. <see cref="CandidateSearch"/> makes it.
/// </summary>
internal readonly ref struct CandidateTable
{
    private readonly Span<int> _slotOfType;
    private readonly Span<CandidateSlot> _slots;
    private readonly Span<Candidate> _candidates;

    public CandidateTable(Span<int> slotOfType, Span<CandidateSlot> slots, Span<Candidate> candidates)
    {
        _slotOfType = slotOfType;
        _slots = slots;
        _candidates = candidates;
    }

    /// <summary>The first candidate for a local type, -1 if there is none; the others follow by <see cref="Candidate.Next"/>.</summary>
    public int First(uint localType) => _slots[_slotOfType[(int)localType] - 1].First;

    /// <summary>One candidate.</summary>
    public ref Candidate this[int index] => ref _candidates[index];

    /// <summary>Keeps only those candidates for a local type whose <see cref="Candidate.Matches"/> is set.</summary>
    public void KeepMatches(uint localType)
    {
        ref CandidateSlot slot = ref _slots[_slotOfType[(int)localType] - 1];
        int at = slot.First;
        slot.First = slot.Last = -1;
        while (at >= 0)
        {
            int next = _candidates[at].Next;
            if (_candidates[at].Matches)
                Append(_candidates, ref slot, at);
            at = next;
        }
    }

    /// <summary>Puts a candidate at the end of a local type's list.</summary>
    public static void Append(Span<Candidate> candidates, ref CandidateSlot slot, int candidate)
    {
        candidates[candidate].Next = -1;
        if (slot.First < 0)
            slot.First = candidate;
        else
            candidates[slot.Last].Next = candidate;
        slot.Last = candidate;
    }
}

/// <summary>One kernel type that a local type may be.</summary>
internal struct Candidate
{
    public const int Size = 16;

    public uint Type;

    /// <summary>The BTF that it is in: 0 for the kernel's, else the number of a module's.</summary>
    public int Source;

    public int Next;
    public bool Matches;
}

/// <summary>One local type, and its list of candidates in the order of their ids.</summary>
internal struct CandidateSlot
{
    public uint LocalType;
    public int First;
    public int Last;
    public int NextInBucket;
}
