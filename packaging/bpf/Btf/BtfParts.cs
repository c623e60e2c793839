namespace Corewright.Bpf.Btf;

/// <summary>A member of a struct or union (<c>struct btf_member</c>).</summary>
public readonly struct BtfMember(uint nameOffset, uint type, uint bitOffset, uint bitSize)
{
    /// <summary>Where its name is; 0 for an anonymous struct or union, or for padding.</summary>
    public uint NameOffset { get; } = nameOffset;

    /// <summary>Its type's id.</summary>
    public uint Type { get; } = type;

    /// <summary>Bits from the start of the struct.</summary>
    public uint BitOffset { get; } = bitOffset;

    /// <summary>Its width in bits if it is a bit field; 0 otherwise.</summary>
    public uint BitSize { get; } = bitSize;
}

/// <summary>What follows an array (<c>struct btf_array</c>).</summary>
public readonly struct BtfArray(uint element, uint index, uint count)
{
    /// <summary>The elements' type.</summary>
    public uint Element { get; } = element;

    /// <summary>The type that indexes it.</summary>
    public uint Index { get; } = index;

    /// <summary>How many elements; 0 for a flexible array.</summary>
    public uint Count { get; } = count;
}

/// <summary>A constant of an enum of either width (<c>struct btf_enum</c>, <c>struct btf_enum64</c>).</summary>
public readonly struct BtfEnumerator(uint nameOffset, ulong value)
{
    /// <summary>Where its name is.</summary>
    public uint NameOffset { get; } = nameOffset;

    /// <summary>Its value; one of 32 bits is extended with its highest bit, as libbpf does.</summary>
    public ulong Value { get; } = value;
}

/// <summary>A function's parameter (<c>struct btf_param</c>).</summary>
public readonly struct BtfParameter(uint nameOffset, uint type)
{
    /// <summary>Where its name is; 0 for none.</summary>
    public uint NameOffset { get; } = nameOffset;

    /// <summary>Its type's id; 0 in the last one means variable arguments.</summary>
    public uint Type { get; } = type;
}

/// <summary>A variable in its section (<c>struct btf_var_secinfo</c>).</summary>
public readonly struct BtfSectionVariable(uint type, uint offset, uint size)
{
    /// <summary>The id of its <see cref="BtfKind.Variable"/>.</summary>
    public uint Type { get; } = type;

    /// <summary>Bytes from the section's start.</summary>
    public uint Offset { get; } = offset;

    /// <summary>Its size in bytes.</summary>
    public uint Size { get; } = size;
}

/// <summary>What follows an integer.</summary>
public readonly struct BtfIntEncoding(uint word)
{
    /// <summary>How many bits of it count.</summary>
    public int Bits => (int)(word & 0xff);

    /// <summary>Where those bits start; not 0 only in the oldest form of bit fields.</summary>
    public int BitOffset => (int)((word >> 16) & 0xff);

    /// <summary>The flags: 1 signed, 2 char, 4 bool; 0 is a plain unsigned number.</summary>
    public int Flags => (int)((word >> 24) & 0xf);

    /// <summary>Whether it is signed.</summary>
    public bool IsSigned => (Flags & 1) != 0;
}
