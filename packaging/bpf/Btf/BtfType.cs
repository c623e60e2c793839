namespace Corewright.Bpf.Btf;

/// <summary>The common part of every BTF type (<c>struct btf_type</c>); what follows it is read through <see cref="BtfReader"/>.</summary>
public readonly struct BtfType
{
    internal const int HeaderSize = 12;

    /// <summary><see cref="Linkage"/> of a function that any other object may call.</summary>
    internal const int GlobalLinkage = 1;

    /// <summary><see cref="Linkage"/> of a function that is declared only.</summary>
    internal const int ExternLinkage = 2;

    private readonly uint _info;

    internal BtfType(uint id, int position, uint nameOffset, uint info, uint sizeOrType)
    {
        Id = id;
        Position = position;
        NameOffset = nameOffset;
        _info = info;
        SizeOrType = sizeOrType;
    }

    /// <summary>Its id: its number in the type section, counted from 1; 0 is void.</summary>
    public uint Id { get; }

    /// <summary>Where it starts, in bytes from the type section's start.</summary>
    public int Position { get; }

    /// <summary>Where its name is in the strings; 0 if it has none.</summary>
    public uint NameOffset { get; }

    /// <summary>What it is.</summary>
    public BtfKind Kind => (BtfKind)((_info >> 24) & 0x7f);

    /// <summary>How many members, enumerators, parameters or variables follow.</summary>
    public int Count => (int)(_info & 0xffffff);

    /// <summary>
    /// <c>kind_flag</c>: members hold bit field widths (structs, unions); it is a union (forwards); values are signed (enums).
    /// </summary>
    public bool KindFlag => _info >> 31 != 0;

    /// <summary>The word after the header's info: a size in bytes or a type's id, by kind.</summary>
    public uint SizeOrType { get; }

    /// <summary>The linkage of a function: 0 static, 1 global, 2 extern. Kept where other kinds keep <see cref="Count"/>.</summary>
    public int Linkage => (int)(_info & 0xffff);

    /// <summary>Whether it is a struct or a union.</summary>
    public bool IsComposite => Kind is BtfKind.Struct or BtfKind.Union;

    /// <summary>Whether it is an enum of either width.</summary>
    public bool IsEnum => Kind is BtfKind.Enum or BtfKind.Enum64;

    /// <summary>Whether it only adds something to another type: const, volatile, restrict, a typedef or a tag on a type.</summary>
    public bool IsModifier =>
        Kind is BtfKind.Typedef or BtfKind.Const or BtfKind.Volatile or BtfKind.Restrict or BtfKind.TypeTag;

    /// <summary>The word that holds kind, count and flag.</summary>
    internal uint Info => _info;

    /// <summary>Where what follows the common part starts, in bytes from the type section's start.</summary>
    internal int Body => Position + HeaderSize;
}
