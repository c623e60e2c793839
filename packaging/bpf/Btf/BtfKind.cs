namespace Corewright.Bpf.Btf;

/// <summary>What a BTF type is (<c>BTF_KIND_*</c>).</summary>
public enum BtfKind : byte
{
    /// <summary>Type 0: <c>void</c>, or no type at all.</summary>
    Void = 0,

    /// <summary>BTF_KIND_INT.</summary>
    Int = 1,

    /// <summary>BTF_KIND_PTR.</summary>
    Pointer = 2,

    /// <summary>BTF_KIND_ARRAY.</summary>
    Array = 3,

    /// <summary>BTF_KIND_STRUCT.</summary>
    Struct = 4,

    /// <summary>BTF_KIND_UNION.</summary>
    Union = 5,

    /// <summary>BTF_KIND_ENUM: values of 32 bits.</summary>
    Enum = 6,

    /// <summary>BTF_KIND_FWD: a struct or union of which only the name is known.</summary>
    Forward = 7,

    /// <summary>BTF_KIND_TYPEDEF.</summary>
    Typedef = 8,

    /// <summary>BTF_KIND_VOLATILE.</summary>
    Volatile = 9,

    /// <summary>BTF_KIND_CONST.</summary>
    Const = 10,

    /// <summary>BTF_KIND_RESTRICT.</summary>
    Restrict = 11,

    /// <summary>BTF_KIND_FUNC: a function.</summary>
    Function = 12,

    /// <summary>BTF_KIND_FUNC_PROTO: a function's parameters and result.</summary>
    FunctionPrototype = 13,

    /// <summary>BTF_KIND_VAR: a global variable.</summary>
    Variable = 14,

    /// <summary>BTF_KIND_DATASEC: the variables of one section.</summary>
    DataSection = 15,

    /// <summary>BTF_KIND_FLOAT.</summary>
    Float = 16,

    /// <summary>BTF_KIND_DECL_TAG: a note on a declaration.</summary>
    DeclarationTag = 17,

    /// <summary>BTF_KIND_TYPE_TAG: a note on a type.</summary>
    TypeTag = 18,

    /// <summary>BTF_KIND_ENUM64: values of 64 bits.</summary>
    Enum64 = 19,
}
