namespace Corewright.Bpf.Btf;

/// <summary>One CO-RE relocation (<c>struct bpf_core_relo</c>), as the object holds it.</summary>
public readonly struct CoreRelocation(uint instructionOffset, uint type, uint accessOffset, CoreKind kind)
{
    /// <summary>Bytes from the section's start to the instruction; 8 bytes make one.</summary>
    public uint InstructionOffset { get; } = instructionOffset;

    /// <summary>The local type's id in the object's BTF.</summary>
    public uint Type { get; } = type;

    /// <summary>Where the access string, such as <c>0:3:1</c>, is in the BTF's strings.</summary>
    public uint AccessOffset { get; } = accessOffset;

    /// <summary>What is asked for.</summary>
    public CoreKind Kind { get; } = kind;
}

/// <summary>What a CO-RE relocation asks for (<c>enum bpf_core_relo_kind</c>). <see cref="CoreKindName"/> has libbpf's names.</summary>
public enum CoreKind : uint
{
    /// <summary>byte_off: where the field is, in bytes.</summary>
    FieldByteOffset = 0,

    /// <summary>byte_sz: the field's size in bytes.</summary>
    FieldByteSize = 1,

    /// <summary>field_exists: 1 or 0.</summary>
    FieldExists = 2,

    /// <summary>signed: 1 if the field is signed.</summary>
    FieldSigned = 3,

    /// <summary>lshift_u64: by how much a 64-bit load of a field is shifted left first.</summary>
    FieldLeftShift = 4,

    /// <summary>rshift_u64: by how much it is then shifted right.</summary>
    FieldRightShift = 5,

    /// <summary>local_type_id: the type's id in the object.</summary>
    LocalTypeId = 6,

    /// <summary>target_type_id: the type's id in the kernel; 0 if it is not there.</summary>
    TargetTypeId = 7,

    /// <summary>type_exists: 1 or 0.</summary>
    TypeExists = 8,

    /// <summary>type_size: in bytes; 0 if it is not there.</summary>
    TypeSize = 9,

    /// <summary>enumval_exists: 1 or 0.</summary>
    EnumeratorExists = 10,

    /// <summary>enumval_value.</summary>
    EnumeratorValue = 11,

    /// <summary>type_matches: 1 if the kernel's type has all that the local one has, else 0.</summary>
    TypeMatches = 12,
}
