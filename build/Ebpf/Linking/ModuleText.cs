using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>Rewriting of LLVM IR text (the LLVM Language Reference) for what the command line asks for.</summary>
internal static class ModuleText
{
    /// <summary>The functions that LLVM may call by itself, as rustc's <c>compiler_builtins</c> and Aya define them.</summary>
    public static IReadOnlyList<string> MemoryBuiltins { get; } = ["memcpy", "memmove", "memset", "memcmp", "bcmp"];

    /// <summary>Makes the module one for another target; its layout of data is then that target's.</summary>
    public static IEnumerable<string> Retarget(IEnumerable<string> lines, string triple) => lines
        .Where(line => !line.StartsWith("target datalayout = ", StringComparison.Ordinal))
        .Select(line => line.StartsWith("target triple = ", StringComparison.Ordinal) ? $"target triple = \"{triple}\"" : line);

    /// <summary>The module's target, or null.</summary>
    public static string? Triple(IEnumerable<string> lines) => lines
        .FirstOrDefault(line => line.StartsWith("target triple = \"", StringComparison.Ordinal))?.Split('"')[1];

    /// <summary>Lets everything be inlined: no function says that it must not.</summary>
    public static IEnumerable<string> WithoutInlineNever(IEnumerable<string> lines) => lines.Select(line =>
        line.StartsWith("attributes #", StringComparison.Ordinal)
            ? string.Join(' ', line.Split(' ').Where(word => word is not ("noinline" or "optnone")))
            : line);

    /// <summary>Whether the module defines one of <see cref="MemoryBuiltins"/>.</summary>
    public static bool HasMemoryBuiltins(IEnumerable<string> lines) => lines.Any(line =>
        line.StartsWith("define ", StringComparison.Ordinal)
        && MemoryBuiltins.Any(name => line.Contains($" @{name}(", StringComparison.Ordinal)));
}
