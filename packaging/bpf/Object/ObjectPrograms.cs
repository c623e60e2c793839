using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Object;

/// <summary>Finds an object's programs: the functions in executable sections other than <c>.text</c>.</summary>
internal static class ObjectPrograms
{
    public static Fault Read(scoped in ElfReader elf, scoped ref Arena arena, out Span<ProgramSpec> programs)
    {
        int count = 0;
        for (int i = 1; i < elf.SymbolCount; i++)
            count += IsProgram(elf, elf.Symbol(i)) ? 1 : 0;
        Fault fault = arena.Allocate(count, out programs);
        if (fault.Failed)
            return fault;
        if (count == 0)
            return new Fault(FaultCode.ObjectWithoutPrograms);

        int next = 0;
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (!IsProgram(elf, symbol))
                continue;
            fault = Read(elf, symbol, out programs[next++]);
            if (fault.Failed)
                return fault;
        }
        return Fault.None;
    }

    /// <summary>Finds the function that starts at a place.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="section">The section's number.</param>
    /// <param name="start">Bytes from the section's start.</param>
    /// <param name="length">The function's length in bytes.</param>
    /// <returns>False where no function of whole instructions starts there, or it leaves its section.</returns>
    public static bool TryFindFunction(in ElfReader elf, int section, long start, out int length)
    {
        length = 0;
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (symbol.Type != ElfSymbolType.Function || symbol.Section != section || symbol.Value != (ulong)start)
                continue;
            if (!IsInside(elf, symbol))
                return false;
            length = (int)symbol.Size;
            return true;
        }
        return false;
    }

    private static Fault Read(in ElfReader elf, in ElfSymbol symbol, out ProgramSpec program)
    {
        program = default;
        program.Fd = ProgramSpec.NotLoaded;
        program.Symbol = symbol.Index;
        program.Section = symbol.Section;
        if (!IsInside(elf, symbol))
            return new Fault(FaultCode.ProgramOutOfBounds, symbol.Index);
        program.Start = (int)symbol.Value;
        program.Length = (int)symbol.Size;
        ReadOnlySpan<byte> name = elf.Name(elf.Section(symbol.Section));
        if (!ProgramSection.TryParse(name, out ProgramSection section))
            return new Fault(FaultCode.ProgramUnknownSection, symbol.Index);
        program.Type = section.Type;
        program.ExpectedAttach = section.ExpectedAttach;
        program.Attach = section.Attach;
        program.LoadFlags = section.LoadFlags;
        program.AttachBtfFd = ProgramSpec.NotLoaded;
        program.Selected = !ProgramSection.IsOptional(name);
        return Fault.None;
    }

    private static bool IsProgram(in ElfReader elf, in ElfSymbol symbol)
    {
        if (symbol.Type != ElfSymbolType.Function || symbol.Section == 0 || symbol.Section >= elf.SectionCount)
            return false;
        ElfSection section = elf.Section(symbol.Section);
        return section.IsExecutable && section.Type == ElfSectionType.ProgBits
            && !elf.Name(section).SequenceEqual(ObjectFile.TextSectionName);
    }

    private static bool IsInside(in ElfReader elf, in ElfSymbol symbol)
    {
        ulong section = elf.Section(symbol.Section).Size;
        return symbol.Size != 0 && symbol.Size % Instruction.Bytes == 0 && symbol.Value % Instruction.Bytes == 0
            && symbol.Value <= section && symbol.Size <= section - symbol.Value && section <= int.MaxValue;
    }
}
