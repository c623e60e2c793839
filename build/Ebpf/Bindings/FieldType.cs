namespace Corewright.Build.Ebpf.Bindings;

/// <summary>What a field is, as far as CO-RE and Rust care.</summary>
internal enum FieldKind
{
    /// <summary>An integer or a bool.</summary>
    Integer,

    /// <summary>A value of an enum.</summary>
    Enumeration,

    /// <summary>An address.</summary>
    Pointer,

    /// <summary>A struct or union inside this one.</summary>
    Composite,

    /// <summary>Several of something.</summary>
    Array,
}

/// <summary>A field's type in one kernel.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SizeBytes">The kernel's size of it; of an array, of one element.</param>
/// <param name="IsSigned">Whether an integer is.</param>
/// <param name="IsWord">Whether C's type is one that is as wide as a pointer.</param>
/// <param name="Name">A composite's or enum's name in Rust; a pointer's target's, where it is one of these.</param>
/// <param name="Inner">What a pointer points to or an array is made of; null where nobody needs to know.</param>
/// <param name="Count">An array's length, at least 1.</param>
internal sealed record FieldType(
    FieldKind Kind, uint SizeBytes, bool IsSigned = false, bool IsWord = false, string Name = "", FieldType? Inner = null, uint Count = 0);
