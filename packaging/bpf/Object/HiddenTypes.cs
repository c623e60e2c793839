// Functions and variables that are hidden (STV_HIDDEN) are nobody else's business: to the verifier they are static ones, which it
// checks with what their callers know. libbpf does the same to its copy of the BTF.

using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;

namespace Corewright.Bpf.Object;

/// <summary>Gives hidden functions and variables static linkage in an object's BTF; no type moves.</summary>
internal static class HiddenTypes
{
    private const uint StaticVariable = 0;

    // Names that are compared at most: a real object has a few hundred symbols, and few of them are hidden.
    private const int MaxComparisons = 1 << 22;

    /// <summary>Rewrites all of them.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="types">Its BTF.</param>
    /// <param name="bytes">The same BTF's type section, for changing it.</param>
    /// <returns><see cref="FaultCode.SizeOutOfRange"/> where this would take too long.</returns>
    public static Fault MakeStatic(scoped in ElfReader elf, scoped in BtfReader types, Span<byte> bytes)
    {
        long comparisons = 0;
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (!symbol.IsHidden || symbol.IsLocal || symbol.Type is not (ElfSymbolType.Function or ElfSymbolType.Object))
                continue;
            comparisons += types.TypeCount;
            if (comparisons > MaxComparisons)
                return new Fault(FaultCode.SizeOutOfRange, i);
            BtfKind kind = symbol.Type == ElfSymbolType.Function ? BtfKind.Function : BtfKind.Variable;
            if (!types.TryFind(elf.Name(symbol), kind, out BtfType type))
                continue;
            if (kind == BtfKind.Function)
                BtfImage.Write(bytes, type.Position + 4, (uint)BtfKind.Function << 24);
            else
                BtfImage.Write(bytes, type.Body, StaticVariable);
        }
        return Fault.None;
    }
}
