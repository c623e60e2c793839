using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Core;

/// <summary>
/// Looks for the kernel's types that local types may be: same name but for flavours, same kind. A pass over the kernel's types asks
/// <see cref="Kinds"/> and <see cref="HasFirstLetter"/> first, which rule out nearly all of them.
/// </summary>
internal ref struct CandidateSearch
{
    private BtfReader _local;
    private Span<int> _slotOfType;
    private Span<CandidateSlot> _slots;
    private Span<int> _firstSlot;
    private Span<Candidate> _room;
    private ulong _letters0;
    private ulong _letters1;

    /// <summary>The kinds that are looked for, a bit each; 0 for nothing.</summary>
    public uint Kinds { get; private set; }

    /// <summary>How many candidates there are.</summary>
    public int Found { get; private set; }

    /// <summary>The BTF that is walked now: 0 for the kernel's, else a number for a module's.</summary>
    public int Source { get; set; }

    /// <summary>Why the search is not complete.</summary>
    public Fault Fault { get; private set; }

    /// <summary>Lists the local types that have relocations.</summary>
    /// <param name="local">The object's BTF.</param>
    /// <param name="relocations">All of its relocations.</param>
    /// <param name="arena">Keeps the lists.</param>
    /// <param name="search">The search.</param>
    /// <returns><see cref="FaultCode.CoreBadLocalType"/> or <see cref="FaultCode.ArenaFull"/>.</returns>
    public static Fault Begin(
        scoped in BtfReader local, scoped in BtfExtTable relocations, scoped ref Arena arena, out CandidateSearch search)
    {
        search = default;
        search._local = local;
        Fault fault = arena.Allocate(local.TypeCount, out search._slotOfType);
        if (!fault.Failed)
            fault = arena.Allocate(Math.Min(local.TypeCount, relocations.RecordCount), out search._slots);
        if (!fault.Failed)
            fault = search.Collect(relocations);
        int buckets = 16;
        while (buckets < search._slots.Length * 2)
            buckets *= 2;
        if (!fault.Failed)
            fault = arena.Allocate(buckets, out search._firstSlot);
        if (!fault.Failed)
            search.Chain();
        return fault;
    }

    /// <summary>Whether a name that is looked for begins with a letter.</summary>
    public readonly bool HasFirstLetter(byte letter) =>
        (((letter & 64) == 0 ? _letters0 : _letters1) >> (letter & 63) & 1) != 0;

    /// <summary>Takes what is left of an arena, until <see cref="Finish"/>.</summary>
    public Fault TakeRoom(scoped ref Arena arena)
    {
        Found = 0;
        return arena.Allocate(Math.Max(arena.Free - 8, 0) / Candidate.Size, out _room);
    }

    /// <summary>Goes on with those local types only that nothing was found for, after the room that was not needed was given back.</summary>
    /// <param name="arena">Keeps the candidates.</param>
    /// <param name="more">How many more candidates there may be.</param>
    /// <param name="any">Whether there are such types.</param>
    public Fault KeepUnfound(scoped ref Arena arena, int more, out bool any)
    {
        any = false;
        Kinds = 0;
        _letters0 = _letters1 = 0;
        for (int i = 0; i < _slots.Length; i++)
            any |= _slots[i].First < 0;
        if (!any)
            return Fault.None;
        Chain();
        _room = arena.Shrink(_room, Found);
        Fault fault = arena.Allocate(Found + more, out Span<Candidate> room);
        if (fault.Failed)
            return fault;
        _room.CopyTo(room);
        _room = room;
        return Fault.None;
    }

    /// <summary>Gives back the room that was not needed.</summary>
    public CandidateTable Finish(scoped ref Arena arena)
    {
        _room = arena.Shrink(_room, Found);
        return new CandidateTable(_slotOfType, _slots, _room);
    }

    /// <summary>Looks at one of the kernel's types.</summary>
    public void Consider(uint id, BtfKind kind, scoped ReadOnlySpan<byte> fullName)
    {
        ReadOnlySpan<byte> name = EssentialName.Of(fullName);
        int slot = _firstSlot[(int)(Hash(name) & (uint)(_firstSlot.Length - 1))];
        for (; slot >= 0; slot = _slots[slot].NextInBucket)
        {
            BtfType mine = _local.Type(_slots[slot].LocalType);
            bool isKind = mine.Kind == kind || (mine.IsEnum && (kind is BtfKind.Enum or BtfKind.Enum64));
            if (!isKind || !EssentialName.Of(_local.Name(mine)).SequenceEqual(name))
                continue;
            if (Found == _room.Length)
            {
                Fault = new Fault(FaultCode.ArenaFull, Candidate.Size);
                return;
            }
            _room[Found] = new Candidate { Type = id, Source = Source, Next = -1 };
            CandidateTable.Append(_room, ref _slots[slot], Found++);
        }
    }

    /// <summary>Looks at all types of a BTF that is open already; of split BTF, at its own.</summary>
    public void Walk(scoped BtfReader target)
    {
        BtfTypeCursor cursor = target.From(target.FirstId);
        while (cursor.Next(out BtfType type) && !Fault.Failed)
        {
            if (((Kinds >> (int)type.Kind) & 1) == 0)
                continue;
            ReadOnlySpan<byte> name = target.Name(type);
            if (name.Length != 0 && HasFirstLetter(name[0]))
                Consider(type.Id, type.Kind, name);
        }
    }

    /// <summary>Makes a slot for each local type that has relocations.</summary>
    private Fault Collect(scoped in BtfExtTable relocations)
    {
        _slotOfType.Clear();
        int count = 0;
        BtfExtTable.Cursor cursor = relocations.Sections;
        while (cursor.Next(out BtfExtSection section))
        {
            for (int i = 0; i < section.Count; i++)
            {
                CoreRelocation relocation = section.Relocation(i);
                uint type = relocation.Type;
                if (type == 0 || !_local.Contains(type))
                    return new Fault(FaultCode.CoreBadLocalType, i);
                if (relocation.Kind == CoreKind.LocalTypeId || _slotOfType[(int)type] != 0)
                    continue;
                if (_local.HasNoName(_local.Type(type).NameOffset))
                    return new Fault(FaultCode.CoreBadLocalType, i);
                _slots[count] = new CandidateSlot { LocalType = type, First = -1, Last = -1, NextInBucket = -1 };
                _slotOfType[(int)type] = ++count;
            }
        }

        _slots = _slots[..count];
        return Fault.None;
    }

    private void Chain()
    {
        _firstSlot.Fill(-1);
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].First >= 0)
                continue;
            BtfType type = _local.Type(_slots[i].LocalType);
            ReadOnlySpan<byte> name = EssentialName.Of(_local.Name(type));
            LookFor(type.Kind, name[0]);
            ref int bucket = ref _firstSlot[(int)(Hash(name) & (uint)(_firstSlot.Length - 1))];
            _slots[i].NextInBucket = bucket;
            bucket = i;
        }
    }

    private void LookFor(BtfKind kind, byte letter)
    {
        const uint Enums = (1u << (int)BtfKind.Enum) | (1u << (int)BtfKind.Enum64);
        Kinds |= kind is BtfKind.Enum or BtfKind.Enum64 ? Enums : 1u << (int)kind;
        if ((letter & 64) == 0)
            _letters0 |= 1UL << (letter & 63);
        else
            _letters1 |= 1UL << (letter & 63);
    }

    /// <summary>FNV-1a.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        for (int i = 0; i < name.Length; i++)
            hash = (hash ^ name[i]) * 16777619;
        return hash;
    }
}
