using System;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Elf;

/// <summary>Finds functions of programs and libraries by name, and where in the file they are.</summary>
internal static class NativeFunctions
{
    /// <summary>Finds the one function of a name.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="name">The name without a version, of which the default one is taken: <c>memcpy</c>.</param>
    /// <param name="buffer">At least <see cref="NativeSymbols.BufferBytes"/>.</param>
    /// <param name="nearest">Is offered every name.</param>
    /// <param name="offset">Bytes from the file's start.</param>
    /// <returns>A fault of the 813s to 819s.</returns>
    public static Fault Find(
        scoped NativeElf elf, scoped ReadOnlySpan<byte> name, scoped Span<byte> buffer, scoped ref NearestName nearest, out ulong offset)
    {
        offset = 0;
        var symbols = new NativeSymbols(elf, buffer);
        ulong best = 0;
        int rank = int.MinValue;
        bool isIndirect = false, isAmbiguous = false;
        while (symbols.Next())
        {
            if (!symbols.Name.SequenceEqual(name))
            {
                nearest.Offer(symbols.Name);
                continue;
            }
            if (symbols.Rank < rank)
                continue;
            // The same function stands in both tables.
            isAmbiguous = symbols.Rank == rank && (isAmbiguous || symbols.Value != best);
            rank = symbols.Rank;
            best = symbols.Value;
            isIndirect = symbols.IsIndirect;
        }
        if (rank == int.MinValue)
            return new Fault(FaultCode.BinarySymbolMissing);
        if (isAmbiguous)
            return new Fault(FaultCode.BinarySymbolAmbiguous);
        return isIndirect ? new Fault(FaultCode.BinarySymbolIndirect) : Locate(elf, best, out offset);
    }

    /// <summary>Finds all functions whose names fit a pattern.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="pattern">See <see cref="NamePattern"/>.</param>
    /// <param name="buffer">At least <see cref="NativeSymbols.BufferBytes"/>.</param>
    /// <param name="arena">Keeps the result.</param>
    /// <param name="offsets">Bytes from the file's start, in order, each once.</param>
    /// <returns>A fault of the 100s or the 813s to 819s.</returns>
    public static Fault FindAll(
        scoped NativeElf elf, scoped ReadOnlySpan<byte> pattern, scoped Span<byte> buffer, scoped ref Arena arena, out Span<ulong> offsets)
    {
        Fault fault = arena.Allocate((arena.Free / sizeof(ulong)) - 1, out offsets);
        if (fault.Failed)
            return fault;
        int count = 0;
        Fault refusal = new(FaultCode.PatternWithoutMatch);
        var symbols = new NativeSymbols(elf, buffer);
        while (symbols.Next())
        {
            if (!NamePattern.Matches(pattern, symbols.Name) || symbols.IsIndirect)
                continue;
            if (count == offsets.Length)
                return new Fault(FaultCode.ArenaFull, count * sizeof(ulong));
            Fault unusable = Locate(elf, symbols.Value, out offsets[count]);
            if (unusable.Failed)
                refusal = unusable;
            else
                count++;
        }
        Sorting.Sort(offsets[..count]);
        offsets = arena.Shrink(offsets, Sorting.RemoveDuplicates(offsets[..count]));
        return count == 0 ? refusal : Fault.None;
    }

    private static Fault Locate(scoped NativeElf elf, ulong address, out ulong offset)
    {
        offset = 0;
        // The kernel would take Thumb code for Arm code and overwrite half of two instructions.
        if (elf.Machine == NativeElf.ArmMachine && (address & 1) != 0)
            return new Fault(FaultCode.BinaryThumbCode);
        return elf.TryFindOffset(address, out offset, out bool isExecutable) && isExecutable
            ? Fault.None : new Fault(FaultCode.BinaryAddressNotLoaded);
    }
}
