using System;

namespace Corewright.Bpf.Maps;

/// <summary>A map as an object describes it, and, once created, its descriptor.</summary>
public unsafe struct MapSpec
{
    /// <summary>The descriptor of a map that isn't created.</summary>
    public const int NotCreated = -1;

    /// <summary>The <see cref="Inner"/> of a map that holds no maps.</summary>
    public const int NoInner = -1;

    /// <summary>
    /// The ELF section that it comes from: <c>.maps</c>, <c>maps</c>, or the data section whose contents it holds. 0 for an inner
    /// map, which is only a pattern.
    /// </summary>
    public int Section;

    /// <summary>Bytes from that section's start; 0 for a data section, which is one map.</summary>
    public uint SectionOffset;

    /// <summary>Whether it holds a data section's variables rather than being declared as a map.</summary>
    public bool IsData;

    /// <summary>Whether it holds the kernel's configuration: <c>.kconfig</c>, data that is in no section.</summary>
    public bool IsConfiguration;

    /// <summary>Whether programs may only read it: <c>.rodata</c>. It is frozen once filled.</summary>
    public bool IsReadOnly;

    /// <summary>Where its name is in the object's BTF strings; not used for data, nor with <see cref="Symbol"/>.</summary>
    public uint NameOffset;

    /// <summary>The ELF symbol that names it where it is declared without BTF (section <c>maps</c>); 0 otherwise.</summary>
    public int Symbol;

    /// <summary>What it is.</summary>
    public MapType Type;

    /// <summary>Bytes of a key.</summary>
    public uint KeyBytes;

    /// <summary>Bytes of a value.</summary>
    public uint ValueBytes;

    /// <summary>How many entries at most; for a ring buffer its size in bytes, for an arena pages.</summary>
    public uint MaxEntries;

    /// <summary>BPF_F_ flags: see <see cref="MapFlags"/>.</summary>
    public uint Flags;

    /// <summary>The NUMA node whose memory it takes, if <see cref="MapFlags.NumaNode"/> is set.</summary>
    public uint NumaNode;

    /// <summary>What only some types have: a bloom filter's number of hashes, an arena's address.</summary>
    public ulong Extra;

    /// <summary>Whether the object asks for it to be pinned.</summary>
    public MapPinning Pinning;

    /// <summary>The key's type in the object's BTF; 0 where it isn't said.</summary>
    public uint KeyType;

    /// <summary>The value's type in the object's BTF; 0 where it isn't said.</summary>
    public uint ValueType;

    /// <summary>The struct in the object's BTF that it registers, for <see cref="MapType.StructOps"/>; 0 otherwise.</summary>
    public uint StructType;

    /// <summary>The value's type in the kernel's own BTF, for <see cref="MapType.StructOps"/>; 0 otherwise.</summary>
    public uint KernelValueType;

    /// <summary>What its maps are like if it holds maps: an index into the object's inner maps, or <see cref="NoInner"/>.</summary>
    public int Inner;

    /// <summary>Bytes from <see cref="SectionOffset"/> to its static initialisers (<c>values</c>); 0 for none.</summary>
    public uint SlotsOffset;

    /// <summary>The open map, or <see cref="NotCreated"/>.</summary>
    public int Fd;

    /// <summary>Whether it was there already: opened from where it is pinned. Its contents are then left alone.</summary>
    public bool IsReused;

    /// <summary>
    /// What a data section starts with, if that was changed and the object's file has no room for it (<c>.bss</c>): as many bytes
    /// as a value has. Null otherwise.
    /// </summary>
    internal byte* Contents;

    /// <summary>Where it is to be pinned, ended by a zero; null where <see cref="Pinning"/> decides.</summary>
    internal byte* PinPath;

    /// <summary>A data section's variables as programs see them, or an arena; null where it isn't mapped.</summary>
    internal byte* Mapping;

    /// <summary>The ELF section whose variables stand at the start of this arena: <c>.addr_space.1</c>; 0 for none.</summary>
    internal int DataSection;

    /// <summary>How many bytes these take.</summary>
    internal uint DataBytes;

    /// <summary>Bytes of <see cref="Mapping"/>.</summary>
    internal nuint MappingBytes;

    /// <summary>
    /// A data section's variables as they are right now, without a system call; empty where the kernel doesn't map them
    /// (before 5.5) or nobody asked for it.
    /// </summary>
    public readonly ReadOnlySpan<byte> Live => IsData && Mapping != null ? new ReadOnlySpan<byte>(Mapping, (int)ValueBytes) : default;

    /// <summary>What it starts with, if that isn't in the file; empty otherwise.</summary>
    internal readonly Span<byte> MutableContents => Contents == null ? default : new Span<byte>(Contents, (int)ValueBytes);

    /// <summary>Says what it starts with.</summary>
    /// <param name="contents">Memory that does not move, as large as a value.</param>
    internal void SetContents(Span<byte> contents)
    {
        fixed (byte* start = contents)
            Contents = start;
    }

    /// <summary>An arena's memory; empty where nobody mapped it, see <see cref="MappedMap"/>.</summary>
    public readonly Span<byte> Shared => Type == MapType.Arena && Mapping != null ? new Span<byte>(Mapping, (int)MappingBytes) : default;

    /// <summary>An arena's variables as they are right now; empty where it has none, or nobody mapped it.</summary>
    public readonly ReadOnlySpan<byte> SharedVariables => DataSection != 0 && Mapping != null ? Shared[..(int)DataBytes] : default;

    /// <summary>Says which NUMA node's memory it takes.</summary>
    internal void SetNumaNode(uint node)
    {
        NumaNode = node;
        Flags |= MapFlags.NumaNode;
    }

    /// <summary>A description without anything said.</summary>
    internal static MapSpec Empty()
    {
        MapSpec map = default;
        map.Fd = NotCreated;
        map.Inner = NoInner;
        return map;
    }
}
