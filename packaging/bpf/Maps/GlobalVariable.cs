namespace Corewright.Bpf.Maps;

/// <summary>Where a global variable of an object, or a part of one, is.</summary>
public readonly struct GlobalVariable(int map, uint offset, uint bytes, uint type)
{
    /// <summary>The number of the data section's map in the object.</summary>
    public int Map { get; } = map;

    /// <summary>Bytes from the start of the map's only value.</summary>
    public uint Offset { get; } = offset;

    /// <summary>Its size in bytes.</summary>
    public uint Bytes { get; } = bytes;

    /// <summary>Its type in the object's BTF.</summary>
    public uint Type { get; } = type;
}
