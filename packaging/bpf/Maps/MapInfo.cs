// struct bpf_map_info of include/uapi/linux/bpf.h.

using System.Runtime.InteropServices;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>What the kernel says about a map that exists. What an older kernel doesn't say is 0.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
public unsafe struct MapInfo
{
    /// <summary>What it is.</summary>
    [FieldOffset(0)] public MapType Type;

    /// <summary>Its number among all maps of this kernel.</summary>
    [FieldOffset(4)] public uint Id;

    /// <summary>Bytes of a key.</summary>
    [FieldOffset(8)] public uint KeyBytes;

    /// <summary>Bytes of a value; for a per-CPU map, of one processor's.</summary>
    [FieldOffset(12)] public uint ValueBytes;

    /// <summary>How many entries at most; for a ring buffer its size in bytes.</summary>
    [FieldOffset(16)] public uint MaxEntries;

    /// <summary>BPF_F_ flags.</summary>
    [FieldOffset(20)] public uint Flags;

    /// <summary>Its name, ended by a zero within 16 bytes.</summary>
    [FieldOffset(24)] public fixed byte NameBytes[16];

    /// <summary>The BTF object that tells its types; 0 for none.</summary>
    [FieldOffset(64)] public uint BtfId;

    /// <summary>The key's type in that BTF.</summary>
    [FieldOffset(68)] public uint KeyType;

    /// <summary>The value's type in that BTF.</summary>
    [FieldOffset(72)] public uint ValueType;

    /// <summary>What only some types have; see <see cref="MapSpec.Extra"/>.</summary>
    [FieldOffset(80)] public ulong Extra;

    /// <summary>Asks the kernel.</summary>
    /// <param name="map">An open map.</param>
    /// <param name="info">The answer.</param>
    /// <returns>0 or a negated errno.</returns>
    public static int Read(int map, out MapInfo info)
    {
        info = default;
        fixed (MapInfo* start = &info)
            return BpfCall.ObjectInfo(map, start, sizeof(MapInfo));
    }
}
