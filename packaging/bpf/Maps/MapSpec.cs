namespace Corewright.Bpf.Maps;

/// <summary>A map as an object describes it, and, once created, its descriptor.</summary>
public struct MapSpec
{
    /// <summary>BPF_MAP_TYPE_ARRAY.</summary>
    public const uint ArrayType = 2;

    /// <summary>BPF_MAP_TYPE_RINGBUF, v5.8.</summary>
    public const uint RingBufferType = 27;

    /// <summary>The descriptor of a map that isn't created.</summary>
    public const int NotCreated = -1;

    /// <summary>The ELF section that it comes from: <c>.maps</c>, or the data section whose contents it holds.</summary>
    public int Section;

    /// <summary>Bytes from that section's start; 0 for a data section, which is one map.</summary>
    public uint SectionOffset;

    /// <summary>Whether it holds a data section's variables rather than being declared as a map.</summary>
    public bool IsData;

    /// <summary>Whether programs may only read it: <c>.rodata</c>. It is frozen once filled.</summary>
    public bool IsReadOnly;

    /// <summary>Where its name is in the object's BTF strings; not used for data.</summary>
    public uint NameOffset;

    /// <summary>The kernel's BPF_MAP_TYPE_ number.</summary>
    public uint Type;

    /// <summary>Bytes of a key.</summary>
    public uint KeyBytes;

    /// <summary>Bytes of a value.</summary>
    public uint ValueBytes;

    /// <summary>How many entries at most; for a ring buffer its size in bytes.</summary>
    public uint MaxEntries;

    /// <summary>BPF_F_ flags.</summary>
    public uint Flags;

    /// <summary>The key's type in the object's BTF; 0 where it isn't said.</summary>
    public uint KeyType;

    /// <summary>The value's type in the object's BTF; 0 where it isn't said.</summary>
    public uint ValueType;

    /// <summary>The open map, or <see cref="NotCreated"/>.</summary>
    public int Fd;
}
