using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>A kernel type that bindings are asked for.</summary>
/// <param name="Name">The kernel's name of a struct, union or enum, or of a typedef of one.</param>
/// <param name="Architecture">Only these kernels have it, or have it like this; null for all.</param>
/// <param name="IsContext">Whether it is a program's context: its fields are loaded directly, not through a helper.</param>
/// <param name="Fields">
/// Fields, or an enum's values; null for all that can be expressed.
/// </param>
/// <param name="Where">Where it is asked for, for errors.</param>
internal sealed record WantedType(string Name, string? Architecture, bool IsContext, IReadOnlyList<WantedField>? Fields, string Where)
{
    /// <summary>
    /// The name in Rust. What is after the three underscores is CO-RE's flavour, which loaders ignore: several declarations of
    /// one kernel type go by it.
    /// </summary>
    public string RustName => Architecture is null ? Name : $"{Name}___{Architecture}";
}

/// <summary>A field of it, or a value of an enum.</summary>
/// <param name="Path">Its name, or the way to it through structs inside, such as <c>thread_info.flags</c>.</param>
/// <param name="Where">Where it is asked for, for errors.</param>
internal sealed record WantedField(string Path, string Where);
