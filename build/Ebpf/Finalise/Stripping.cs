using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>Leaves out what no loader reads: debug information, marks, types without memory, symbols that nothing refers to.</summary>
internal static class Stripping
{
    private const uint Extern = 2;

    /// <summary>The object with only what is needed to load it.</summary>
    /// <param name="image">The object.</param>
    /// <param name="graph">Its BTF, or null if it has none.</param>
    /// <param name="where">What to call it in an error.</param>
    /// <exception cref="BuildException">Code or data refers to something that no loader could give it.</exception>
    public static ElfImage Apply(ElfImage image, BtfGraph? graph, string where)
    {
        HashSet<ElfImageSection> kept = [.. image.Sections.Where(Stays)];
        kept.UnionWith(image.Sections.Where(section =>
            section.Type == ElfSectionType.Relocations && section.Target is { IsAllocated: true } target && kept.Contains(target)));

        HashSet<ElfImageSymbol> referred = [.. kept
            .SelectMany(section => section.Relocations).Select(relocation => relocation.Symbol).OfType<ElfImageSymbol>()];
        Check(referred, kept, graph, where);
        return image.With(
            [.. image.Sections.Where(kept.Contains)],
            [.. image.Symbols.Where(symbol => referred.Contains(symbol) || IsDefinition(symbol, kept))]);
    }

    /// <summary>
    /// What is referred to is either in the object, or declared as the kernel's (a kfunc, a kernel variable) by an extern in the BTF.
    /// </summary>
    private static void Check(HashSet<ElfImageSymbol> referred, HashSet<ElfImageSection> kept, BtfGraph? graph, string where)
    {
        HashSet<string> externs = [.. (graph?.Nodes ?? [])
            .Where(node => node.Kind is BtfKind.Function or BtfKind.Variable && node.Linkage == Extern).Select(node => node.Name)];
        foreach (ElfImageSymbol symbol in referred)
        {
            if (symbol.Section is not null && !kept.Contains(symbol.Section))
                throw new BuildException($"'{symbol.Name}' is used at run time, but {symbol.Section.Name} is not loaded", where);
            if (symbol.Section is null && !externs.Contains(symbol.Name))
                throw new BuildException($"'{symbol.Name}' is used and is nowhere", where, "declare it, or avoid what needs it");
        }
    }

    private static bool Stays(ElfImageSection section) => section.Name switch
    {
        KernelTypes.SectionName or DataSections.ExportedTypes => false,
        ".BTF" or ".BTF.ext" => true,
        _ => section.IsAllocated && section.Size > 0 && section.Type is (ElfSectionType.ProgBits or ElfSectionType.NoBits),
    };

    private static bool IsDefinition(ElfImageSymbol symbol, HashSet<ElfImageSection> kept) =>
        symbol.Entry.Type is ElfSymbolType.Function or ElfSymbolType.Object
        && symbol.Section is not null && kept.Contains(symbol.Section);
}
