// A data section's variables, by the DATASEC and VAR types of the object's BTF (Documentation/bpf/btf.rst).

using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Maps;

/// <summary>
/// Finds an object's global variables by name, and gives them other values before they are loaded. What is <c>const</c> in the
/// source is a constant for the verifier, so this can switch off code that a kernel would refuse.
/// </summary>
public static unsafe class GlobalVariables
{
    /// <summary>Finds a variable, or a part of one.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="path">A name, then fields and elements as in C: <c>limits</c>, <c>limits.low</c>, <c>limits.table[3]</c>.</param>
    /// <param name="variable">Where it is.</param>
    /// <returns>
    /// <see cref="FaultCode.VariableMissing"/> where there is none of that name, <see cref="FaultCode.VariableBadPath"/> where it has no
    /// such part, or a fault of the 300s.
    /// </returns>
    public static Fault Find(scoped in ObjectFile opened, scoped ReadOnlySpan<byte> path, out GlobalVariable variable)
    {
        variable = default;
        int end = NameLength(path);
        for (int i = 0; i < opened.Maps.Length; i++)
        {
            if (!opened.Maps[i].IsData)
                continue;
            if (!opened.Types.TryFind(opened.Name(opened.Maps[i]), BtfKind.DataSection, out BtfType section))
                continue;
            for (int j = 0; j < section.Count; j++)
            {
                BtfSectionVariable candidate = opened.Types.SectionVariable(section, j);
                BtfType declared = opened.Types.Type(candidate.Type);
                if (declared.Kind != BtfKind.Variable || !opened.Types.NameEquals(declared.NameOffset, path[..end]))
                    continue;
                Fault fault = Whole(opened, i, candidate, out variable);
                return fault.Failed ? fault : VariablePath.Follow(opened.Types, path[end..], ref variable);
            }
        }
        return new Fault(FaultCode.VariableMissing);
    }

    /// <summary>Where a variable of a data section is.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="map">The number of the section's map.</param>
    /// <param name="declared">The variable in its DATASEC.</param>
    /// <param name="variable">Where it is.</param>
    /// <returns><see cref="FaultCode.VariableOutOfBounds"/> with the map's number, or a fault of the 300s.</returns>
    public static Fault Whole(scoped in ObjectFile opened, int map, BtfSectionVariable declared, out GlobalVariable variable)
    {
        variable = default;
        BtfType type = opened.Types.Type(declared.Type);
        Fault fault = opened.Types.Size(type.SizeOrType, out uint bytes);
        if (fault.Failed)
            return fault;
        variable = new GlobalVariable(map, declared.Offset, bytes, type.SizeOrType);
        ref readonly MapSpec owner = ref opened.Maps[map];
        return (ulong)declared.Offset + bytes > (owner.IsData ? owner.ValueBytes : owner.DataBytes) ? new Fault(FaultCode.VariableOutOfBounds, map) : Fault.None;
    }

    /// <summary>Gives a variable another value, before the maps are created.</summary>
    /// <param name="opened">The object; changed in place.</param>
    /// <param name="arena">Keeps the values of a section that has none in the file (<c>.bss</c>).</param>
    /// <param name="path">As for <see cref="Find"/>.</param>
    /// <param name="value">Exactly as many bytes as the variable has, little endian.</param>
    /// <returns>As <see cref="Find"/>, or <see cref="FaultCode.VariableWrongSize"/> with the variable's size.</returns>
    public static Fault Set(
        scoped ref ObjectFile opened, scoped ref Arena arena, scoped ReadOnlySpan<byte> path, scoped ReadOnlySpan<byte> value)
    {
        Fault fault = Find(opened, path, out GlobalVariable variable);
        if (fault.Failed)
            return fault;
        if (value.Length != variable.Bytes)
            return new Fault(FaultCode.VariableWrongSize, (int)variable.Bytes);
        fault = Initial(opened, ref arena, variable.Map, out Span<byte> contents);
        if (!fault.Failed)
            value.CopyTo(contents.Slice((int)variable.Offset, (int)variable.Bytes));
        return fault;
    }

    /// <summary>Gives a variable another value, before the maps are created.</summary>
    /// <param name="opened">The object; changed in place.</param>
    /// <param name="arena">As for <see cref="Set"/>.</param>
    /// <param name="path">As for <see cref="Find"/>.</param>
    /// <param name="text">
    /// A number (decimal, with a sign, or hexadecimal with 0x), <c>true</c> or <c>false</c>, an enumerator's name, or, for an array of
    /// characters, a text that leaves room for a zero.
    /// </param>
    /// <returns>As <see cref="Find"/>, or <see cref="FaultCode.VariableBadValue"/>.</returns>
    public static Fault SetText(scoped ref ObjectFile opened, scoped ref Arena arena, ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        Fault fault = Find(opened, path, out GlobalVariable variable);
        if (fault.Failed)
            return fault;
        fault = Initial(opened, ref arena, variable.Map, out Span<byte> contents);
        if (fault.Failed)
            return fault;
        Span<byte> place = contents.Slice((int)variable.Offset, (int)variable.Bytes);
        return VariableText.TryParse(opened.Types, variable.Type, text, place)
            ? Fault.None
            : new Fault(FaultCode.VariableBadValue, (int)variable.Bytes);
    }

    /// <summary>What a data section's map starts with: in the object's file, or, once changed, beside it.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="map">The map's number.</param>
    /// <returns>As many bytes as its value has; empty for nothing but zeroes.</returns>
    public static ReadOnlySpan<byte> Contents(in ObjectFile opened, int map)
    {
        ref MapSpec spec = ref opened.Maps[map];
        return spec.Contents != null
            ? new ReadOnlySpan<byte>(spec.Contents, (int)spec.ValueBytes)
            : opened.Elf.Data(opened.Elf.Section(spec.Section));
    }

    private static Fault Initial(scoped in ObjectFile opened, scoped ref Arena arena, int map, out Span<byte> contents)
    {
        ref MapSpec spec = ref opened.Maps[map];
        contents = spec.Contents != null
            ? new Span<byte>(spec.Contents, (int)spec.ValueBytes)
            : opened.MutableData(opened.Elf.Section(spec.Section));
        if (contents.Length != 0)
            return Fault.None;
        Fault fault = arena.Allocate((int)spec.ValueBytes, out contents);
        if (fault.Failed)
            return fault;
        contents.Clear();
        fixed (byte* start = contents)
            spec.Contents = start;
        return Fault.None;
    }

    private static int NameLength(ReadOnlySpan<byte> path)
    {
        int length = 0;
        while (length < path.Length && path[length] is not ((byte)'.' or (byte)'['))
            length++;
        return length;
    }
}
