using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>What creating an object's maps needs to know of the machine and of what was asked for.</summary>
public ref struct MapEnvironment
{
    /// <summary>The environment of this process.</summary>
    /// <param name="types">The object's BTF in the kernel, or -1: then maps go without type information.</param>
    public MapEnvironment(int types)
    {
        Types = types;
        PageBytes = AuxiliaryVector.PageBytes();
    }

    /// <summary>The object's BTF in the kernel, or -1.</summary>
    public int Types { get; }

    /// <summary>The kernel's page size: ring buffers are whole pages.</summary>
    public uint PageBytes { get; }

    /// <summary>
    /// Where maps are pinned that are pinned by name: a folder of a BPF file system, which is made where its parent exists. Empty for
    /// <see cref="PinnedMap.DefaultFolder"/>.
    /// </summary>
    public ReadOnlySpan<byte> PinFolder { get; set; }

    /// <summary>With <see cref="FaultCode.MapPinnedDiffers"/>: in what.</summary>
    public MapDifference Difference { get; internal set; }
}
