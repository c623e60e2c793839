using System.Collections.Generic;
using Corewright.Build.Plan;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>What one kernel says of the wanted types, and of those that these are made of.</summary>
/// <param name="Kernel">Which.</param>
/// <param name="PointerSize">Bytes of a pointer: 4 or 8.</param>
/// <param name="Types">By their names in Rust.</param>
/// <param name="Names">Of all its types, wanted or not: what a wrong name may have meant.</param>
internal sealed record KernelShape(
    Kernel Kernel, int PointerSize, IReadOnlyDictionary<string, TypeShape> Types, IReadOnlyCollection<string> Names);

/// <summary>A type in one kernel.</summary>
/// <param name="Name">Its name in Rust.</param>
/// <param name="Wanted">The entry that asks for it; null for one that another is made of.</param>
/// <param name="IsNamed">Whether the kernel has it by that name; a typedef of a struct without a name does not count.</param>
/// <param name="Values">An enum's; null for a struct.</param>
/// <param name="Fields">A struct's, in the kernel's order; those of members without a name are its own.</param>
/// <param name="LeftOut">Wanted fields that can't be expressed, and why.</param>
/// <param name="Names">Of all its fields or values, wanted or not.</param>
internal sealed record TypeShape(
    string Name, WantedType? Wanted, bool IsNamed, IReadOnlyList<ValueShape>? Values, IReadOnlyList<FieldShape> Fields,
    IReadOnlyDictionary<string, string> LeftOut, IReadOnlyCollection<string> Names);

/// <summary>A field in one kernel.</summary>
/// <param name="Name">The kernel's.</param>
/// <param name="Type">What it is.</param>
internal sealed record FieldShape(string Name, FieldType Type);

/// <summary>A value of an enum in one kernel.</summary>
/// <param name="Name">The kernel's.</param>
/// <param name="Number">Its number.</param>
internal sealed record ValueShape(string Name, long Number);
