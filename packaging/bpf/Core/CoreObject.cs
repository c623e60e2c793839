using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Core;

/// <summary>The parts of an object that relocating needs, all checked.</summary>
public readonly ref struct CoreObject
{
    private CoreObject(scoped in ElfReader elf, scoped in BtfReader btf, scoped in BtfExtReader ext)
    {
        Elf = elf;
        Btf = btf;
        Ext = ext;
    }

    /// <summary>The object.</summary>
    public ElfReader Elf { get; }

    /// <summary>Its types; pointers have 8 bytes, as in every BPF object.</summary>
    public BtfReader Btf { get; }

    /// <summary>Its <c>.BTF.ext</c>; empty if it has none.</summary>
    public BtfExtReader Ext { get; }

    /// <summary>Its CO-RE relocations.</summary>
    public BtfExtTable Relocations => Ext.Relocations;

    /// <summary>Opens an object.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="arena">Keeps 4 bytes for each type.</param>
    /// <param name="program">The object; unusable on failure.</param>
    /// <returns>A fault of the 200s, 300s or 400s.</returns>
    public static Fault Open(ReadOnlySpan<byte> file, scoped ref Arena arena, out CoreObject program)
    {
        program = default;
        Fault fault = ElfReader.Open(file, out ElfReader elf).During(FaultStage.ReadObject);
        if (fault.Failed)
            return fault;
        if (!elf.TryFindSection(".BTF"u8, out ElfSection types))
            return new Fault(FaultCode.ElfSectionMissing, stage: FaultStage.ReadObjectTypes);
        fault = BtfReader.Open(elf.Data(types), ref arena, out BtfReader btf).During(FaultStage.ReadObjectTypes);
        if (fault.Failed)
            return fault;
        fault = btf.Validate().During(FaultStage.ReadObjectTypes);
        if (fault.Failed)
            return fault;
        BtfExtReader ext = default;
        if (elf.TryFindSection(".BTF.ext"u8, out ElfSection extension))
            fault = BtfExtReader.Open(elf.Data(extension), out ext).During(FaultStage.ReadObjectTypes);
        program = fault.Failed ? default : new CoreObject(elf, btf.WithPointerSize(8), ext);
        return fault;
    }

    /// <summary>A walk over the relocations.</summary>
    public CoreRelocationWalk Walk() => new(Elf, Btf, Relocations);
}
