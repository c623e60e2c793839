using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;

namespace Corewright.Bpf.Core;

/// <summary>
/// Goes through an object's CO-RE relocations in the order, and with the numbers, that libbpf gives them: the number counts
/// within the section that the record is about, also over records that belong to no function and are left out.
/// </summary>
public ref struct CoreRelocationWalk
{
    private readonly ElfReader _elf;
    private readonly BtfReader _btf;
    private BtfExtTable.Cursor _sections;
    private BtfExtSection _section;
    private ElfSection _code;
    private ElfSymbol _function;
    private int _next;
    private int _ordinal;

    /// <summary>A walk that stands before the first relocation.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="btf">Its BTF, for the sections' names.</param>
    /// <param name="relocations">Its relocations.</param>
    public CoreRelocationWalk(scoped in ElfReader elf, scoped in BtfReader btf, scoped in BtfExtTable relocations)
    {
        _elf = elf;
        _btf = btf;
        _sections = relocations.Sections;
    }

    /// <summary>What made the walk end early: <see cref="FaultCode.CoreBadInstruction"/> or <see cref="FaultCode.ElfSectionMissing"/>.</summary>
    public Fault Fault { get; private set; }

    /// <summary>Goes to the next relocation that is in a function.</summary>
    /// <param name="site">The relocation and where it is.</param>
    /// <returns>Whether there was one; if not, ask <see cref="Fault"/> why.</returns>
    public bool Next(out CoreRelocationSite site)
    {
        site = default;
        while (!Fault.Failed)
        {
            if (_next == _section.Count && !NextSection())
                return false;
            int index = _next++;
            CoreRelocation relocation = _section.Relocation(index);
            int ordinal = _ordinal++;
            if (relocation.InstructionOffset % CorePatcher.InstructionSize != 0)
            {
                Fault = new Fault(FaultCode.CoreBadInstruction, ordinal, stage: FaultStage.Relocate);
                return false;
            }

            if (!FindFunction(relocation.InstructionOffset))
                continue;
            int instruction = (int)((relocation.InstructionOffset - _function.Value) / CorePatcher.InstructionSize);
            site = new CoreRelocationSite(relocation, _code, _function, index, instruction, ordinal);
            return true;
        }

        return false;
    }

    private bool NextSection()
    {
        if (!_sections.Next(out _section))
            return false;
        _next = 0;
        _function = default;
        if (_elf.TryFindSection(_btf.Name(_section.NameOffset), out _code) && _code.Type != ElfSectionType.NoBits)
            return true;
        Fault = new Fault(FaultCode.ElfSectionMissing, _ordinal, stage: FaultStage.Relocate);
        return false;
    }

    /// <summary>Records come sorted, so nearly always the last function is the one.</summary>
    private bool FindFunction(uint offset)
    {
        if (Holds(_function, offset))
            return true;
        for (int i = 1; i < _elf.SymbolCount; i++)
        {
            ElfSymbol symbol = _elf.Symbol(i);
            if (symbol.Type != ElfSymbolType.Function || symbol.Section != _code.Index || !Holds(symbol, offset))
                continue;
            _function = symbol;
            return true;
        }

        return false;
    }

    private readonly bool Holds(ElfSymbol function, uint offset) =>
        offset >= function.Value && offset - function.Value < function.Size && offset < _code.Size;
}

/// <summary>One relocation and where it is.</summary>
public readonly struct CoreRelocationSite
{
    internal CoreRelocationSite(
        CoreRelocation relocation, ElfSection section, ElfSymbol function, int index, int instruction, int ordinal)
    {
        Relocation = relocation;
        Section = section;
        Function = function;
        Index = index;
        Instruction = instruction;
        Ordinal = ordinal;
    }

    /// <summary>The record.</summary>
    public CoreRelocation Relocation { get; }

    /// <summary>The section that the instruction is in.</summary>
    public ElfSection Section { get; }

    /// <summary>The function that the instruction is in; its name is the program's.</summary>
    public ElfSymbol Function { get; }

    /// <summary>libbpf's number: the record's within its section, from 0. With one program in a section, within the program.</summary>
    public int Index { get; }

    /// <summary>The instruction's number within the function.</summary>
    public int Instruction { get; }

    /// <summary>The record's number within the object, from 0.</summary>
    public int Ordinal { get; }
}
