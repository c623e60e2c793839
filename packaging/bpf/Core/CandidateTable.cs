using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Core;

/// <summary>
/// For each local type that relocations ask about, the kernel's types that it may be: same name but for flavours, same kind.
/// Found in one pass over the kernel's types.
/// </summary>
internal readonly ref struct CandidateTable
{
    private readonly Span<int> _slotOfType;
    private readonly Span<Slot> _slots;
    private readonly Span<Candidate> _candidates;

    private CandidateTable(Span<int> slotOfType, Span<Slot> slots, Span<Candidate> candidates)
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
        ref Slot slot = ref _slots[_slotOfType[(int)localType] - 1];
        int at = slot.First;
        slot.First = slot.Last = -1;
        while (at >= 0)
        {
            int next = _candidates[at].Next;
            if (_candidates[at].Matches)
                Append(ref slot, at);
            at = next;
        }
    }

    public static Fault Build(
        scoped in BtfReader local, scoped in BtfReader target, scoped in BtfExtTable relocations, scoped ref Arena arena,
        out CandidateTable table)
    {
        table = default;
        Fault fault = arena.Allocate(local.TypeCount, out Span<int> slotOfType);
        if (fault.Failed)
            return fault;
        fault = arena.Allocate(Math.Min(local.TypeCount, relocations.RecordCount), out Span<Slot> slots);
        if (fault.Failed)
            return fault;
        fault = Collect(local, relocations, slotOfType, ref slots);
        if (fault.Failed)
            return fault;
        int buckets = 16;
        while (buckets < slots.Length * 2)
            buckets *= 2;
        fault = arena.Allocate(buckets, out Span<int> firstSlot);
        if (fault.Failed)
            return fault;
        Chain(local, slots, firstSlot, out Filter filter);

        fault = arena.Allocate(Math.Max(arena.Free - 8, 0) / Candidate.Size, out Span<Candidate> room);
        if (fault.Failed)
            return fault;
        table = new CandidateTable(slotOfType, slots, room);
        fault = table.Search(local, target, firstSlot, filter, out int found);
        table = new CandidateTable(slotOfType, slots, arena.Shrink(room, found));
        return fault;
    }

    /// <summary>Makes a slot for each local type that has relocations.</summary>
    private static Fault Collect(in BtfReader local, in BtfExtTable relocations, Span<int> slotOfType, ref Span<Slot> slots)
    {
        slotOfType.Clear();
        int count = 0;
        BtfExtTable.Cursor cursor = relocations.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            for (int i = 0; i < section.Count; i++)
            {
                CoreRelocation relocation = section.Relocation(i);
                uint type = relocation.Type;
                if (type == 0 || !local.Contains(type))
                    return new Fault(FaultCode.CoreBadLocalType, i);
                if (relocation.Kind == CoreKind.LocalTypeId || slotOfType[(int)type] != 0)
                    continue;
                if (local.HasNoName(local.Type(type).NameOffset))
                    return new Fault(FaultCode.CoreBadLocalType, i);
                slots[count] = new Slot { LocalType = type, First = -1, Last = -1, NextInBucket = -1 };
                slotOfType[(int)type] = ++count;
            }
        }

        slots = slots[..count];
        return Fault.None;
    }

    private static void Chain(in BtfReader local, Span<Slot> slots, Span<int> firstSlot, out Filter filter)
    {
        filter = default;
        firstSlot.Fill(-1);
        for (int i = 0; i < slots.Length; i++)
        {
            BtfType type = local.Type(slots[i].LocalType);
            ReadOnlySpan<byte> name = EssentialName.Of(local.Name(type));
            filter.Add(type.Kind, name[0]);
            ref int bucket = ref firstSlot[(int)(Hash(name) & (uint)(firstSlot.Length - 1))];
            slots[i].NextInBucket = bucket;
            bucket = i;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Fault Search(in BtfReader local, in BtfReader target, Span<int> firstSlot, Filter filter, out int found)
    {
        found = 0;
        ReadOnlySpan<byte> strings = target.Strings;
        for (uint id = 1; id < (uint)target.TypeCount; id++)
        {
            BtfType type = target.Type(id);
            if (!filter.HasKind(type.Kind) || !filter.HasFirstLetter(strings[(int)type.NameOffset]))
                continue;
            ReadOnlySpan<byte> name = EssentialName.Of(target.Name(type));
            int slot = firstSlot[(int)(Hash(name) & (uint)(firstSlot.Length - 1))];
            for (; slot >= 0; slot = _slots[slot].NextInBucket)
            {
                BtfType mine = local.Type(_slots[slot].LocalType);
                if (!CoreCompatibility.KindsMatch(mine, type) || !EssentialName.Of(local.Name(mine)).SequenceEqual(name))
                    continue;
                if (found == _candidates.Length)
                    return new Fault(FaultCode.ArenaFull, Candidate.Size);
                _candidates[found] = new Candidate { Type = id, Next = -1 };
                Append(ref _slots[slot], found++);
            }
        }

        return Fault.None;
    }

    private void Append(ref Slot slot, int candidate)
    {
        _candidates[candidate].Next = -1;
        if (slot.First < 0)
            slot.First = candidate;
        else
            _candidates[slot.Last].Next = candidate;
        slot.Last = candidate;
    }

    /// <summary>FNV-1a.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        for (int i = 0; i < name.Length; i++)
            hash = (hash ^ name[i]) * 16777619;
        return hash;
    }

    /// <summary>One kernel type that a local type may be.</summary>
    internal struct Candidate
    {
        public const int Size = 12;

        public uint Type;
        public int Next;
        public bool Matches;
    }

    /// <summary>One local type, and its list of candidates in the order of their ids.</summary>
    private struct Slot
    {
        public uint LocalType;
        public int First;
        public int Last;
        public int NextInBucket;
    }

    /// <summary>Kinds and first letters that are looked for: nearly every kernel type is ruled out by these alone.</summary>
    private struct Filter
    {
        private uint _kinds;
        private ulong _letters0;
        private ulong _letters1;

        public void Add(BtfKind kind, byte letter)
        {
            _kinds |= 1u << (int)kind;
            if (kind is BtfKind.Enum or BtfKind.Enum64)
                _kinds |= (1u << (int)BtfKind.Enum) | (1u << (int)BtfKind.Enum64);
            if ((letter & 64) == 0)
                _letters0 |= 1UL << (letter & 63);
            else
                _letters1 |= 1UL << (letter & 63);
        }

        public readonly bool HasKind(BtfKind kind) => ((_kinds >> (int)kind) & 1) != 0;

        public readonly bool HasFirstLetter(byte letter) =>
            (((letter & 64) == 0 ? _letters0 : _letters1) >> (letter & 63) & 1) != 0;
    }
}
