// What libbpf does before it hands a program to the kernel: subprograms go behind the program that calls them, calls become
// relative, and references to maps and variables become descriptors. LLVM's BPF relocations: R_BPF_64_64 and R_BPF_64_32.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Externs;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Programs;

/// <summary>Makes one stretch of instructions out of a program and all that it calls. Makes no system call.</summary>
public unsafe ref struct ProgramLinker
{
    // The kernel takes at most 256 subprograms (BPF_MAX_SUBPROGS).
    private const int MaxPieces = 256;

    /// <summary>
    /// The helper number in a call of a weak function that the kernel doesn't have, the first extern's; the same as libbpf's.
    /// </summary>
    public const int MissingFunction = 2_002_000_000;

    // What the source register of a 64-bit load says about its immediate.
    private const int PseudoMapFd = 1;
    private const int PseudoMapValue = 2;
    private const int PseudoTypeId = 3;
    internal const int PseudoFunction = 4;

    private readonly ReadOnlySpan<ExternSpec> _externs;
    private readonly ReadOnlySpan<MapSpec> _maps;
    private readonly ElfReader _elf;
    private ElfRelocationTable _relocations;
    private bool _isSorted;
    private Span<byte> _output;
    private Span<LinkedFunction> _pieces;
    private int _pieceCount;
    private int _length;

    private ProgramLinker(in ObjectFile source)
    {
        _elf = source.Elf;
        _maps = source.Maps;
        _externs = source.Externs;
    }

    /// <summary>Links a program.</summary>
    /// <param name="source">The object, its CO-RE relocations applied, its maps created.</param>
    /// <param name="program">The program; receives the instructions.</param>
    /// <param name="arena">Keeps them.</param>
    /// <returns>A fault of the 700s; its index is the number of the instruction in its section, or the symbol's number.</returns>
    public static Fault Link(in ObjectFile source, ref ProgramSpec program, scoped ref Arena arena)
    {
        var linker = new ProgramLinker(source);
        int section = (int)source.Elf.Section(program.Section).Size;
        int text = source.Elf.TryFindSection(ObjectFile.TextSectionName, out ElfSection shared) ? (int)shared.Size : 0;
        Fault fault = arena.Allocate(MaxPieces, out linker._pieces);
        if (!fault.Failed)
            fault = arena.Allocate(section + text, out linker._output);
        if (!fault.Failed)
            fault = linker.Append(program.Section, program.Start, program.Length, out _);
        for (int i = 0; i < linker._pieceCount && !fault.Failed; i++)
            fault = linker.Relocate(linker._pieces[i]);
        if (fault.Failed)
            return fault;
        fixed (LinkedFunction* pieces = linker._pieces)
            program.FunctionList = pieces;
        program.FunctionCount = linker._pieceCount;
        fixed (byte* start = arena.Shrink(linker._output, linker._length))
            program.Linked = start;
        program.InstructionCount = linker._length / Instruction.Bytes;
        return Fault.None;
    }

    private Fault Append(int section, int start, int length, out int outputStart)
    {
        outputStart = _length;
        if (_pieceCount == MaxPieces)
            return new Fault(FaultCode.ProgramTooManyFunctions, MaxPieces);
        if (length > _output.Length - _length)
            return new Fault(FaultCode.ProgramOverlappingFunctions, start / Instruction.Bytes);
        ref LinkedFunction piece = ref _pieces[_pieceCount++];
        piece.Section = section;
        piece.Start = start;
        piece.Length = length;
        piece.OutputStart = _length;
        _elf.Data(_elf.Section(section)).Slice(start, length).CopyTo(_output[_length..]);
        _length += length;
        return Fault.None;
    }

    private Fault Relocate(LinkedFunction piece)
    {
        Fault fault = OpenRelocations(piece.Section);
        for (int at = 0; at < piece.Length && !fault.Failed; at += Instruction.Bytes)
        {
            var instruction = new Instruction(_output.Slice(piece.OutputStart + at, Instruction.Bytes));
            int place = piece.Start + at;
            bool found = TryFindRelocation(place, out ElfRelocation relocation);
            if (instruction.IsLoadImmediate64)
            {
                if (at + Instruction.Bytes == piece.Length)
                    return new Fault(FaultCode.ProgramBadRelocation, place / Instruction.Bytes);
                fault = found ? RelocateLoad(instruction, piece, at, relocation) : Fault.None;
                at += Instruction.Bytes;
            }
            else if (instruction.IsSubprogramCall)
            {
                fault = RelocateCall(instruction, piece, at, found, relocation);
            }
            else if (found)
            {
                fault = new Fault(FaultCode.ProgramBadRelocation, place / Instruction.Bytes);
            }
        }
        return fault;
    }

    private Fault RelocateCall(Instruction call, LinkedFunction piece, int at, bool found, ElfRelocation relocation)
    {
        // Without a relocation the target is in the same section; with one, the immediate counts from the symbol.
        int section = piece.Section;
        long origin = piece.Start + at;
        if (found)
        {
            ElfSymbol symbol = _elf.Symbol((int)relocation.Symbol);
            if (relocation.Type != BpfRelocationType.Call)
                return new Fault(FaultCode.ProgramBadRelocation, (piece.Start + at) / Instruction.Bytes);
            if (symbol.Section == 0)
                return CallExtern(call, symbol);
            section = symbol.Section;
            origin = (long)symbol.Value;
        }
        return PointAt(call, piece, at, section, origin + ((call.Immediate + 1L) * Instruction.Bytes));
    }

    private Fault RelocateLoad(Instruction load, LinkedFunction piece, int at, ElfRelocation relocation)
    {
        int place = (piece.Start + at) / Instruction.Bytes;
        ElfSymbol symbol = _elf.Symbol((int)relocation.Symbol);
        if (relocation.Type != BpfRelocationType.Immediate64)
            return new Fault(FaultCode.ProgramBadRelocation, place);
        if (symbol.Section == 0)
            return LoadExtern(load, new Instruction(_output.Slice(piece.OutputStart + at + Instruction.Bytes, Instruction.Bytes)), symbol);
        long offset = (long)symbol.Value + load.Immediate;
        int map = FindMap(symbol.Section, offset);
        if (map < 0)
        {
            // A function's address, for helpers that call back (v5.13).
            Fault fault = PointAt(load, piece, at, symbol.Section, offset);
            if (!fault.Failed)
                load.Source = PseudoFunction;
            return fault;
        }
        bool isVariable = _maps[map].IsData || (Features.Arena && _maps[map].DataSection == symbol.Section);
        load.Source = isVariable ? PseudoMapValue : PseudoMapFd;
        load.Immediate = _maps[map].Fd;
        if (isVariable)
        {
            var second = new Instruction(_output.Slice(piece.OutputStart + at + Instruction.Bytes, Instruction.Bytes));
            second.Immediate = (int)offset;
        }
        return Fault.None;
    }

    // A function of the kernel's (v5.13).
    private readonly Fault CallExtern(Instruction call, in ElfSymbol symbol)
    {
        int index = Features.Externs ? ObjectExterns.Find(_externs, symbol.Index) : -1;
        if (index < 0 || _externs[index].Kind != ExternKind.Function)
            return new Fault(FaultCode.ProgramUndefinedSymbol, symbol.Index);
        ExternSpec function = _externs[index];
        if (function.IsResolved)
        {
            call.Source = Instruction.PseudoKernelCall;
            call.Offset = (short)function.ModuleIndex;
            call.Immediate = (int)function.KernelType;
            return Fault.None;
        }
        // Nothing calls it where the object asks for its address first; a verifier that gets here names it.
        call.Source = 0;
        call.Immediate = MissingFunction + index;
        return Fault.None;
    }

    // Where a variable of the configuration is, or a variable or function of the kernel's.
    private readonly Fault LoadExtern(Instruction load, Instruction second, in ElfSymbol symbol)
    {
        int index = Features.Externs ? ObjectExterns.Find(_externs, symbol.Index) : -1;
        if (index < 0)
            return new Fault(FaultCode.ProgramUndefinedSymbol, symbol.Index);
        ExternSpec target = _externs[index];
        if (target.Kind == ExternKind.Configuration)
        {
            second.Immediate = load.Immediate + target.Offset;
            load.Source = PseudoMapValue;
            load.Immediate = _maps[FindConfiguration()].Fd;
        }
        else if (target.IsResolved && target.KernelType != 0)
        {
            load.Source = PseudoTypeId;
            load.Immediate = (int)target.KernelType;
            second.Immediate = target.ModuleTypesFd;
        }
        else
        {
            load.Immediate = (int)target.Address;
            second.Immediate = (int)(target.Address >> 32);
        }
        return Fault.None;
    }

    private readonly int FindConfiguration()
    {
        int map = _maps.Length - 1;
        while (!_maps[map].IsConfiguration)
            map--;
        return map;
    }

    // Appends the function at a place unless it is there already, and makes the instruction point at it.
    private Fault PointAt(Instruction instruction, LinkedFunction caller, int at, int section, long start)
    {
        int from = (caller.OutputStart + at) / Instruction.Bytes;
        for (int i = 0; i < _pieceCount; i++)
        {
            if (_pieces[i].Section == section && _pieces[i].Start == start)
            {
                instruction.Immediate = (_pieces[i].OutputStart / Instruction.Bytes) - from - 1;
                return Fault.None;
            }
        }
        bool isText = section < _elf.SectionCount && _elf.Name(_elf.Section(section)).SequenceEqual(ObjectFile.TextSectionName);
        if ((!isText && section != caller.Section) || !ObjectPrograms.TryFindFunction(_elf, section, start, out int length))
            return new Fault(FaultCode.ProgramUnknownTarget, (caller.Start + at) / Instruction.Bytes);
        Fault fault = Append(section, (int)start, length, out int outputStart);
        instruction.Immediate = (outputStart / Instruction.Bytes) - from - 1;
        return fault;
    }

    private readonly int FindMap(int section, long offset)
    {
        for (int i = 0; i < _maps.Length; i++)
        {
            if (Features.Arena && _maps[i].DataSection == section && offset >= 0 && offset < _maps[i].DataBytes)
                return i;
            if (_maps[i].Section != section)
                continue;
            if (_maps[i].IsData ? offset >= 0 && offset < _maps[i].ValueBytes : offset == _maps[i].SectionOffset)
                return i;
        }
        return -1;
    }

    // The relocations of a section of code, all in one table as compilers write them.
    private Fault OpenRelocations(int section)
    {
        _relocations = default;
        bool isOpen = false;
        for (int i = 1; i < _elf.SectionCount; i++)
        {
            ElfSection candidate = _elf.Section(i);
            if (candidate.Type != ElfSectionType.Relocations || candidate.Info != (uint)section)
                continue;
            Fault fault = isOpen ? new Fault(FaultCode.ElfBadRelocationTable, i) : _elf.Relocations(candidate, out _relocations);
            if (fault.Failed)
                return fault;
            isOpen = true;
        }
        _isSorted = true;
        for (int i = 1; i < _relocations.Count && _isSorted; i++)
            _isSorted = _relocations[i - 1].Offset <= _relocations[i].Offset;
        return Fault.None;
    }

    private readonly bool TryFindRelocation(int place, out ElfRelocation relocation)
    {
        int first = 0, end = _relocations.Count;
        if (_isSorted)
        {
            while (first < end)
            {
                int middle = (first + end) / 2;
                if (_relocations[middle].Offset < (ulong)place)
                    first = middle + 1;
                else
                    end = middle;
            }
            end = Math.Min(first + 1, _relocations.Count);
        }
        for (int i = first; i < end; i++)
        {
            relocation = _relocations[i];
            if (relocation.Offset == (ulong)place)
                return true;
        }
        relocation = default;
        return false;
    }
}
