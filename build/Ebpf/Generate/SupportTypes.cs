using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// The support crate's own structs that programs make part of theirs. They are one type in C#, too, so that one piece of the loader
/// serves all programs: <c>packaging/loader/generated/CorewrightEbpf.cs</c>, in the namespace around the programs'.
/// </summary>
internal static class SupportTypes
{
    /// <summary>The file, and in Rust's spelling the crate.</summary>
    internal const string File = "CorewrightEbpf";

    /// <summary>The namespace.</summary>
    internal const string Namespace = "Corewright.Loader";

    /// <summary>Whether a struct is one of them.</summary>
    internal static bool Include(GeneratedStruct type) => type.Source == "ProcessHeader";

    /// <summary>Those of several programs, each once, by name.</summary>
    /// <exception cref="BuildException">Two programs do not mean the same by one of them.</exception>
    internal static IReadOnlyList<GeneratedStruct> Of(IReadOnlyList<GeneratedModule> modules)
    {
        var first = new SortedDictionary<string, (GeneratedStruct Type, string Program)>(StringComparer.Ordinal);
        foreach (GeneratedModule module in modules)
        {
            foreach (GeneratedStruct type in module.Structs.Where(Include))
            {
                if (!first.TryAdd(type.Name, (type, module.Program)) && !IsSame(first[type.Name].Type, type))
                {
                    throw new BuildException(
                        $"{type.Source} of {module.Program} is another one than that of {first[type.Name].Program}", module.Program + ".bpf.o",
                        "the support crate has a type of this name, so give your own another one");
                }
            }
        }

        return [.. first.Values.Select(entry => entry.Type)];
    }

    private static bool IsSame(GeneratedStruct one, GeneratedStruct other) => one with { Fields = other.Fields } == other && one.Fields.SequenceEqual(other.Fields);
}
