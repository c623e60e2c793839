using System;

namespace Corewright.Bpf.Btf;

/// <summary>libbpf's names of the relocation kinds: the ones that its log, the reports and the loader's JSON use.</summary>
public static class CoreKindName
{
    /// <summary>Such as <c>byte_off</c>; <c>unknown</c> for a number that is none.</summary>
    public static ReadOnlySpan<byte> Of(CoreKind kind) => kind switch
    {
        CoreKind.FieldByteOffset => "byte_off"u8,
        CoreKind.FieldByteSize => "byte_sz"u8,
        CoreKind.FieldExists => "field_exists"u8,
        CoreKind.FieldSigned => "signed"u8,
        CoreKind.FieldLeftShift => "lshift_u64"u8,
        CoreKind.FieldRightShift => "rshift_u64"u8,
        CoreKind.LocalTypeId => "local_type_id"u8,
        CoreKind.TargetTypeId => "target_type_id"u8,
        CoreKind.TypeExists => "type_exists"u8,
        CoreKind.TypeSize => "type_size"u8,
        CoreKind.EnumeratorExists => "enumval_exists"u8,
        CoreKind.EnumeratorValue => "enumval_value"u8,
        CoreKind.TypeMatches => "type_matches"u8,
        _ => "unknown"u8,
    };

    /// <summary>Whether a kind asks about a field of a struct or union.</summary>
    public static bool IsField(CoreKind kind) => kind <= CoreKind.FieldRightShift;

    /// <summary>Whether a kind asks about a whole type.</summary>
    public static bool IsType(CoreKind kind) =>
        kind is CoreKind.LocalTypeId or CoreKind.TargetTypeId or CoreKind.TypeExists or CoreKind.TypeSize or CoreKind.TypeMatches;

    /// <summary>Whether a kind asks about a constant of an enum.</summary>
    public static bool IsEnumerator(CoreKind kind) => kind is CoreKind.EnumeratorExists or CoreKind.EnumeratorValue;

    /// <summary>Whether a kind asks if something is there: it always has a value, and code uses it as a guard.</summary>
    public static bool IsExistence(CoreKind kind) =>
        kind is CoreKind.FieldExists or CoreKind.TypeExists or CoreKind.EnumeratorExists or CoreKind.TypeMatches;
}
