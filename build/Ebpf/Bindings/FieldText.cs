using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Writes fields' types in Rust.</summary>
/// <param name="declared">The types that the module declares: only to these a pointer is typed.</param>
internal sealed class FieldText(IReadOnlySet<string> declared)
{
    /// <summary>The type, for example <c>*const task_struct</c>.</summary>
    internal string Of(FieldType type) => type.Kind switch
    {
        FieldKind.Integer when type.IsWord => type.IsSigned ? "isize" : "usize",
        FieldKind.Integer => (type.IsSigned ? "i" : "u") + (type.SizeBytes * 8),
        FieldKind.Pointer => "*const " + (type.Inner is null ? Opaque : Of(type.Inner)),
        FieldKind.Array => $"[{Of(type.Inner!)}; {type.Count}]",
        _ => declared.Contains(type.Name) ? RustName.Of(type.Name) : Opaque,
    };

    private const string Opaque = "c_void";
}
