namespace Corewright.Bpf;

/// <summary>What was being done when a fault came up.</summary>
public enum FaultStage : byte
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>Reading the object's ELF.</summary>
    ReadObject,

    /// <summary>Reading the object's BTF.</summary>
    ReadObjectTypes,

    /// <summary>Reading the kernel's BTF.</summary>
    ReadKernelTypes,

    /// <summary>Resolving and applying CO-RE relocations; the index is the relocation's number in the object.</summary>
    Relocate,

    /// <summary>Creating maps.</summary>
    CreateMaps,

    /// <summary>Loading programs.</summary>
    LoadPrograms,

    /// <summary>Attaching programs.</summary>
    Attach,

    /// <summary>Reading events.</summary>
    ReadEvents,
}
