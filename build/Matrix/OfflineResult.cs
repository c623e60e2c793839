using System;
using System.Collections.Generic;

namespace Corewright.Build.Matrix;

/// <summary>Every relocation of one object against one kernel's BTF, without booting it.</summary>
/// <param name="Program">The object's program name, such as <c>execwatch</c>.</param>
/// <param name="KernelId">The kernel's id.</param>
/// <param name="Relocations">In the object's order.</param>
/// <param name="Duration">From the mapped BTF to the last value.</param>
/// <param name="Failure">Why the object can't work on this kernel, or null.</param>
public sealed record OfflineResult(
    string Program, string KernelId, IReadOnlyList<RelocationOutcome> Relocations, TimeSpan Duration, string? Failure);
