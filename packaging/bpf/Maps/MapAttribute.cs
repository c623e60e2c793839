using System;

namespace Corewright.Bpf.Maps;

/// <summary>What two maps of one name may differ in.</summary>
public enum MapAttribute
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What it is.</summary>
    Type,

    /// <summary>Bytes of a key.</summary>
    KeySize,

    /// <summary>Bytes of a value.</summary>
    ValueSize,

    /// <summary>How many entries at most.</summary>
    MaxEntries,

    /// <summary>BPF_F_ flags.</summary>
    Flags,

    /// <summary>What only some types have.</summary>
    Extra,
}

/// <summary>Why a map that is pinned already is not the one that an object declares.</summary>
/// <param name="attribute">What differs.</param>
/// <param name="wanted">What the object says.</param>
/// <param name="found">What the pinned map has.</param>
public readonly struct MapDifference(MapAttribute attribute, ulong wanted, ulong found)
{
    /// <summary>What differs.</summary>
    public MapAttribute Attribute { get; } = attribute;

    /// <summary>What the object says.</summary>
    public ulong Wanted { get; } = wanted;

    /// <summary>What the pinned map has.</summary>
    public ulong Found { get; } = found;

    /// <summary>The attribute as an object spells it: <c>max_entries</c>.</summary>
    public ReadOnlySpan<byte> Name => Attribute switch
    {
        MapAttribute.Type => "type"u8,
        MapAttribute.KeySize => "key_size"u8,
        MapAttribute.ValueSize => "value_size"u8,
        MapAttribute.MaxEntries => "max_entries"u8,
        MapAttribute.Flags => "map_flags"u8,
        MapAttribute.Extra => "map_extra"u8,
        _ => default,
    };
}
