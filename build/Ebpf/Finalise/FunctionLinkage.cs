using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// Says which functions are static. The verifier checks a global function on its own, without what it knows about the
/// arguments; rustc calls all of them global. Subprograms (in .text) and what has a local symbol become static.
/// </summary>
internal static class FunctionLinkage
{
    private const uint Static = 0;

    /// <summary>Sets the linkage of the functions that records speak of.</summary>
    public static void Apply(ElfImage image, BtfGraph graph, IEnumerable<FunctionRecord> functions)
    {
        HashSet<(string, ulong)> globals = image.Symbols
            .Where(symbol => symbol.Entry.Type == ElfSymbolType.Function && !symbol.Entry.IsLocal && symbol.Section is not null)
            .Select(symbol => (symbol.Section!.Name, symbol.Entry.Value)).ToHashSet();
        foreach (FunctionRecord function in functions)
        {
            if (function.Section == ".text" || !globals.Contains((function.Section, function.Offset)))
                graph.Nodes[(int)function.Type].Linkage = Static;
        }
    }
}
