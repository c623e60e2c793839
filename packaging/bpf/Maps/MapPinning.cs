namespace Corewright.Bpf.Maps;

/// <summary>Whether a map outlives its loader, as a file of the BPF file system: libbpf's <c>enum libbpf_pin_type</c>.</summary>
public enum MapPinning : uint
{
    /// <summary>LIBBPF_PIN_NONE: it ends with its last user.</summary>
    None = 0,

    /// <summary>LIBBPF_PIN_BY_NAME: by its name in <see cref="PinnedMap.DefaultFolder"/> or in a folder that is given.</summary>
    ByName = 1,
}
