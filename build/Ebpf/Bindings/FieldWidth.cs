using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Settles what a field is that kernels have in different widths.</summary>
internal static class FieldWidth
{
    /// <summary>The type that serves for all kernels: a word, which is read as wide as the kernel has it, where they differ.</summary>
    /// <param name="all">The newest first.</param>
    internal static FieldType Settle(IReadOnlyList<FieldType> all)
    {
        FieldType newest = all[0];
        return newest with
        {
            IsWord = newest.IsWord
                || (newest.Kind == FieldKind.Integer && all.Any(t => t.Kind == FieldKind.Integer && t.SizeBytes != newest.SizeBytes)),
        };
    }

    /// <summary>Whether a kernel's type is the settled word, by its width there.</summary>
    internal static bool IsWordOf(FieldType settled, FieldType type, int pointerSize) =>
        settled.IsWord && type.Kind == FieldKind.Integer && type.IsSigned == settled.IsSigned && type.SizeBytes == pointerSize;

    /// <summary>Whether CO-RE takes one for the other.</summary>
    internal static bool AreCompatible(FieldType one, FieldType other) => one.Kind == other.Kind && one.Kind switch
    {
        FieldKind.Enumeration => one.Name == other.Name,
        FieldKind.Array => AreCompatible(one.Inner!, other.Inner!),
        _ => true,
    };
}
