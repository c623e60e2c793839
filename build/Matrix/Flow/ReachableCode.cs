using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Corewright.Bpf.Core;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Matrix.Flow;

/// <summary>
/// Which instructions of a relocated object can run: from each program on, and into the subprograms that are really called.
/// </summary>
internal static class ReachableCode
{
    private const int Size = 8;

    /// <summary>Follows all programs.</summary>
    /// <param name="elf">The object, relocated.</param>
    /// <returns>
    /// Section number and instruction number in the section, of all that can run; null if functions overlap. No compiler makes such
    /// an object, and following it could take any time; all of it has to be taken for reachable.
    /// </returns>
    public static HashSet<(int Section, int Instruction)>? Find(ElfReader elf)
    {
        var reached = new HashSet<(int, int)>();
        var followed = new HashSet<(int, ulong, ulong)>();
        var sections = new Dictionary<int, byte[]>();
        ulong left = 0;
        for (int i = 1; i < elf.SectionCount; i++)
            left += elf.Section(i).IsExecutable ? (ulong)elf.Data(elf.Section(i)).Length : 0;
        var pending = new Stack<int>();
        Dictionary<(int Section, int Instruction), ElfRelocation> references = References(elf);
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            // What lies in .text runs only if it is called.
            ElfSymbol symbol = elf.Symbol(i);
            if (IsFunction(elf, symbol) && !".text"u8.SequenceEqual(elf.Name(elf.Section(symbol.Section))))
                pending.Push(i);
        }

        while (pending.TryPop(out int next))
        {
            // One function may have several names.
            ElfSymbol function = elf.Symbol(next);
            if (!followed.Add((function.Section, function.Value, function.Size)))
                continue;
            if (function.Size > left)
                return null;
            left -= function.Size;
            if (!sections.TryGetValue(function.Section, out byte[]? code))
            {
                sections.Add(function.Section, code = elf.Data(elf.Section(function.Section)).ToArray());
                if (elf.IsBigEndian)
                    CorePatcher.Turn(code);
            }
            int start = (int)(function.Value / Size);
            foreach (int at in FunctionFlow.Follow(code, start, start + (int)(function.Size / Size)))
            {
                reached.Add((function.Section, at));
                if (Callee(elf, references, code, function.Section, at) is { } callee)
                    pending.Push(callee);
            }
        }

        return reached;
    }

    private static bool IsFunction(ElfReader elf, ElfSymbol symbol)
    {
        if (symbol.Type != ElfSymbolType.Function || symbol.Section >= elf.SectionCount)
            return false;
        ElfSection section = elf.Section(symbol.Section);
        return section.IsExecutable && symbol.Value <= section.Size && symbol.Size <= section.Size - symbol.Value;
    }

    private static Dictionary<(int, int), ElfRelocation> References(ElfReader elf)
    {
        var references = new Dictionary<(int, int), ElfRelocation>();
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            if (section.Type != ElfSectionType.Relocations || elf.Relocations(section, out ElfRelocationTable table).Failed)
                continue;
            for (int j = 0; j < table.Count; j++)
                references[(table.Target, (int)(table[j].Offset / Size))] = table[j];
        }

        return references;
    }

    /// <summary>The function that an instruction calls, or whose address it takes; null if it does neither.</summary>
    private static int? Callee(
        ElfReader elf, Dictionary<(int, int), ElfRelocation> references, byte[] code, int section, int at)
    {
        bool isCall = code[at * Size] == 0x85 && code[(at * Size) + 1] >> 4 == 1, isAddress = code[at * Size] == 0x18;
        int immediate = BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan((at * Size) + 4));
        if (references.TryGetValue((section, at), out ElfRelocation reference) && (isCall || isAddress))
        {
            ElfSymbol symbol = elf.Symbol((int)reference.Symbol);
            long addend = isCall ? ((long)immediate + 1) * Size : symbol.Type == ElfSymbolType.Section ? immediate : 0;
            return FunctionAt(elf, symbol.Section, (long)symbol.Value + addend);
        }

        return isCall ? FunctionAt(elf, section, ((long)at + 1 + immediate) * Size) : null;
    }

    private static int? FunctionAt(ElfReader elf, int section, long offset)
    {
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (symbol.Section == section && (long)symbol.Value == offset && IsFunction(elf, symbol))
                return i;
        }

        return null;
    }
}
