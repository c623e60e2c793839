namespace Corewright.Bpf.Maps;

/// <summary>The flags of <c>BPF_MAP_CREATE</c> that the code asks about or sets (include/uapi/linux/bpf.h).</summary>
public static class MapFlags
{
    /// <summary>BPF_F_NO_PREALLOC: memory for entries only when they come.</summary>
    public const uint NoPreallocation = 1 << 0;

    /// <summary>BPF_F_NUMA_NODE: <see cref="MapSpec.NumaNode"/> counts; 4.14.</summary>
    public const uint NumaNode = 1 << 2;

    /// <summary>BPF_F_RDONLY_PROG: programs may only read; 5.2.</summary>
    public const uint ReadOnlyForPrograms = 1 << 7;

    /// <summary>BPF_F_MMAPABLE: an array that user space can map; 5.5.</summary>
    public const uint Mappable = 1 << 10;

    /// <summary>BPF_F_LINK: a struct_ops map that a link registers; 6.4.</summary>
    public const uint Link = 1 << 13;
}
