using System;

namespace Corewright.Bpf.Btf;

/// <summary>Finds types of the kernel's by name.</summary>
internal static class KernelTypeLookup
{
    /// <summary>Finds the first type of a kind and name.</summary>
    /// <param name="types">The kernel's BTF, or a module's on top of it.</param>
    /// <param name="first">The id to begin with: 1, or for a module's own types the number of the kernel's.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its id; 0 where there is none.</returns>
    public static uint Find(in BtfReader types, uint first, BtfKind kind, ReadOnlySpan<byte> name)
    {
        BtfTypeCursor cursor = types.From(first);
        while (cursor.Next(out BtfType type))
        {
            if (type.Kind == kind && types.NameEquals(type.NameOffset, name))
                return type.Id;
        }
        return 0;
    }
}
