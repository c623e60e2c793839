using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>A type as the module declares it: what all kernels together have of it.</summary>
/// <param name="Name">In Rust.</param>
/// <param name="KernelName">In the kernel, for the documentation.</param>
/// <param name="IsNamed">Whether kernels have it by that name.</param>
/// <param name="IsContext">Whether its fields are loaded directly.</param>
/// <param name="Kernels">In which kernels it is.</param>
/// <param name="Fields">A struct's; empty for an enum.</param>
/// <param name="Values">An enum's; empty for a struct.</param>
/// <param name="LeftOut">Fields that can't be expressed, and why.</param>
internal sealed record BoundType(
    string Name, string KernelName, bool IsNamed, bool IsContext, string Kernels, IReadOnlyList<BoundField> Fields,
    IReadOnlyList<BoundValue> Values, IReadOnlyDictionary<string, string> LeftOut);

/// <summary>A field.</summary>
/// <param name="Name">The kernel's.</param>
/// <param name="Shape">What it is; of kernels that differ, the newest one's.</param>
/// <param name="Type">The same in Rust.</param>
/// <param name="Kernels">In which kernels it is, and how others have it.</param>
internal sealed record BoundField(string Name, FieldType Shape, string Type, string Kernels);

/// <summary>A value of an enum.</summary>
/// <param name="Name">The kernel's.</param>
/// <param name="Number">What the object says before it is loaded; no other value's.</param>
/// <param name="Kernels">In which kernels it is, and its other numbers there.</param>
internal sealed record BoundValue(string Name, uint Number, string Kernels);
