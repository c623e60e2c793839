using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;

namespace Corewright.Tests.Programs;

/// <summary>All cases; narrowed by PROGRAMS of the environment, and their kernels by KERNELS.</summary>
internal static class ProgramCatalog
{
    /// <summary>All cases.</summary>
    public static IReadOnlyList<ProgramCase> All { get; } =
    [
        .. typeof(ProgramCatalog).Assembly.GetTypes()
            .Where(t => !t.IsInterface && t.IsAssignableTo(typeof(IProgramCase)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (ProgramCase)t.GetProperty(nameof(IProgramCase.Case), BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!),
    ];

    /// <summary>The cases that were asked for.</summary>
    public static IReadOnlyList<ProgramCase> Cases { get; } = AskedFor.Of("PROGRAMS", All, c => c.Program);

    /// <summary>The kernels that were asked for; those of the features.</summary>
    public static IReadOnlyList<string> Kernels => FeatureCatalog.Kernels;
}
