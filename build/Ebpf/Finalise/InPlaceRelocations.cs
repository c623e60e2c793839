using System;
using System.Buffers.Binary;
using Corewright.Bpf.Elf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// Applies the relocations of sections that only loaders read (.BTF, .BTF.ext, marks), as a linker would: LLVM's
/// R_BPF_64_NODYLD32, R_BPF_64_ABS32 and R_BPF_64_ABS64, which add the symbol's value to what is there. Loaders don't
/// apply these, and the kernel wants what they would give.
/// </summary>
internal static class InPlaceRelocations
{
    /// <summary>A section's bytes with all its relocations applied.</summary>
    /// <exception cref="BuildException">A relocation leaves the section.</exception>
    public static byte[] Apply(ElfImage image, ElfImageSection section, string where)
    {
        byte[] data = (byte[])section.Data.Clone();
        foreach (ElfImageRelocation relocation in image.RelocationsOf(section))
        {
            int width = relocation.Type switch
            {
                BpfRelocationType.TypeInfo32 or BpfRelocationType.Absolute32 => 4,
                BpfRelocationType.Absolute64 => 8,
                _ => 0,
            };
            if (width == 0)
                continue;
            if (relocation.Offset > (ulong)data.Length || (ulong)data.Length - relocation.Offset < (ulong)width)
                throw new BuildException($"a relocation at {relocation.Offset} leaves {section.Name}", where);
            ulong value = relocation.Symbol?.Entry.Value ?? 0;
            Span<byte> field = data.AsSpan((int)relocation.Offset, width);
            if (width == 8)
                BinaryPrimitives.WriteUInt64LittleEndian(field, BinaryPrimitives.ReadUInt64LittleEndian(field) + value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(field, BinaryPrimitives.ReadUInt32LittleEndian(field) + (uint)value);
        }

        return data;
    }
}
