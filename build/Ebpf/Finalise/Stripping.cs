using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>Leaves out what no loader reads: debug information, marks, types without memory, symbols that nothing refers to.</summary>
internal static class Stripping
{
    /// <summary>The object with only what is needed to load it.</summary>
    public static ElfImage Apply(ElfImage image)
    {
        HashSet<ElfImageSection> kept = [.. image.Sections.Where(Stays)];
        kept.UnionWith(image.Sections.Where(section =>
            section.Type == ElfSectionType.Relocations && section.Target is { IsAllocated: true } target && kept.Contains(target)));

        HashSet<ElfImageSymbol> referred = [.. kept.SelectMany(section => section.Relocations).Select(relocation => relocation.Symbol)
            .OfType<ElfImageSymbol>()];
        return image.With(
            [.. image.Sections.Where(kept.Contains)],
            [.. image.Symbols.Where(symbol => referred.Contains(symbol) || IsDefinition(symbol, kept))]);
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
