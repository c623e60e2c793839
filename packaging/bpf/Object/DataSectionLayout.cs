// What compilers leave for a linker to complete (LLVM's BPF target): in .BTF, where a variable is in its section is 0 and a
// relocation in .rel.BTF (R_BPF_64_NODYLD32; R_BPF_64_ABS32 for .rodata), and the size of a data section is 0. Kernels take neither, and want the variables of
// a section in the order of their places (btf_datasec_check_meta of kernel/bpf/btf.c).

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;

namespace Corewright.Bpf.Object;

/// <summary>Completes the data sections in the BTF of an object that no linker has seen. One that is complete stays as it is.</summary>
internal static class DataSectionLayout
{
    private const int VariableBytes = 12;
    // Knuth's sequence: 1, 4, 13 … 29524.
    private const int FirstGap = 29524 * VariableBytes;
    private const int PlaceOffset = 4;
    private const int SizeOffset = 8;
    private const int HeaderLengthOffset = 4;
    private const int TypesOffset = 8;

    /// <summary>Applies the relocations of the BTF section.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="section">Its BTF section.</param>
    /// <param name="types">The section's bytes.</param>
    /// <returns><see cref="FaultCode.ElfBadRelocation"/> with its number, or a fault of the relocation section's.</returns>
    public static Fault Relocate(scoped in ElfReader elf, ElfSection section, Span<byte> types)
    {
        for (int i = 1; i < elf.SectionCount; i++)
        {
            ElfSection candidate = elf.Section(i);
            if (candidate.Type != ElfSectionType.Relocations || candidate.Info != (uint)section.Index)
                continue;
            Fault fault = elf.Relocations(candidate, out ElfRelocationTable table);
            if (fault.Failed)
                return fault;
            for (int j = 0; j < table.Count; j++)
            {
                ElfRelocation relocation = table[j];
                if (relocation.Type is not (BpfRelocationType.TypeInfo32 or BpfRelocationType.Absolute32)
                    || types.Length < sizeof(uint) || relocation.Offset > (ulong)(types.Length - sizeof(uint)))
                {
                    return new Fault(FaultCode.ElfBadRelocation, j);
                }
                Span<byte> place = types.Slice((int)relocation.Offset, sizeof(uint));
                uint value = BinaryPrimitives.ReadUInt32LittleEndian(place) + (uint)elf.Symbol((int)relocation.Symbol).Value;
                BinaryPrimitives.WriteUInt32LittleEndian(place, value);
            }
        }
        return Fault.None;
    }

    /// <summary>Gives data sections without a size that of their section, and sorts their variables.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="reader">The BTF, opened.</param>
    /// <param name="types">The same bytes.</param>
    public static void Complete(scoped in ElfReader elf, scoped in BtfReader reader, Span<byte> types)
    {
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(types[HeaderLengthOffset..])
            + BinaryPrimitives.ReadUInt32LittleEndian(types[TypesOffset..]);
        for (uint id = 1; id < (uint)reader.TypeCount; id++)
        {
            BtfType type = reader.Type(id);
            if (type.Kind != BtfKind.DataSection || type.SizeOrType != 0 || !elf.TryFindSection(reader.Name(type), out ElfSection section))
                continue;
            int at = (int)start + type.Position;
            BinaryPrimitives.WriteUInt32LittleEndian(types[(at + SizeOffset)..], (uint)section.Size);
            Sort(types.Slice(at + BtfType.HeaderSize, type.Count * VariableBytes));
        }
    }

    // Shell's sort: nearly in order they are already, and a hostile object may have 65,535 that are not.
    private static void Sort(Span<byte> variables)
    {
        Span<byte> moved = stackalloc byte[VariableBytes];
        for (int gap = FirstGap; gap >= VariableBytes; gap = gap / VariableBytes / 3 * VariableBytes)
        {
            for (int i = gap; i < variables.Length; i += VariableBytes)
            {
                variables.Slice(i, VariableBytes).CopyTo(moved);
                int at = i;
                for (; at >= gap && Place(variables[(at - gap)..]) > Place(moved); at -= gap)
                    variables.Slice(at - gap, VariableBytes).CopyTo(variables[at..]);
                moved.CopyTo(variables[at..]);
            }
        }
    }

    private static uint Place(ReadOnlySpan<byte> variable) => BinaryPrimitives.ReadUInt32LittleEndian(variable[PlaceOffset..]);
}
