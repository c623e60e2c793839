using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>libbpf's names of the relocation kinds: the ones that its log, the reports and the loader's JSON use.</summary>
public static class CoreKindName
{
    // By the numbers of bpf_core_relo_kind.
    private static ReadOnlySpan<byte> Table =>
        """
        0 byte_off
        1 byte_sz
        2 field_exists
        3 signed
        4 lshift_u64
        5 rshift_u64
        6 local_type_id
        7 target_type_id
        8 type_exists
        9 type_size
        10 enumval_exists
        11 enumval_value
        12 type_matches

        """u8;

    /// <summary>Such as <c>byte_off</c>; <c>unknown</c> for a number that is none.</summary>
    public static ReadOnlySpan<byte> Of(CoreKind kind) => NumberedText.Find(Table, (uint)kind, "unknown"u8);

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
