using System;

namespace Corewright.Bpf.Core;

/// <summary>
/// The part of a type's name that counts when it is looked for: <c>task_struct</c> of <c>task_struct___v5</c>. What follows the
/// last three underscores (a flavour) lets one object describe several versions of a kernel type.
/// </summary>
public static class EssentialName
{
    /// <summary>A name without its flavour.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> name)
    {
        for (int i = name.Length - 5; i >= 0; i--)
        {
            if (name[i] != '_' && name[i + 1] == '_' && name[i + 2] == '_' && name[i + 3] == '_' && name[i + 4] != '_')
                return name[..(i + 1)];
        }

        return name;
    }

    /// <summary>Whether two names are the same but for their flavours.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => Of(one).SequenceEqual(Of(other));
}
