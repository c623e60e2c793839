namespace Corewright.Bpf.Maps;

/// <summary>When an entry may be written: the flags of <c>BPF_MAP_UPDATE_ELEM</c>.</summary>
public enum MapUpdate : ulong
{
    /// <summary>BPF_ANY: create it or overwrite it.</summary>
    Any = 0,

    /// <summary>BPF_NOEXIST: only where there is none; else EEXIST.</summary>
    Create = 1,

    /// <summary>BPF_EXIST: only where there is one; else ENOENT. A full queue or stack drops its oldest for it.</summary>
    Replace = 2,

    /// <summary>BPF_F_LOCK: any, under the value's <c>bpf_spin_lock</c>; 5.1.</summary>
    Locked = 4,
}
