// BPF_LINK_CREATE of tcx and netkit (v6.6, v6.7): kernel/bpf/mprog.c keeps the programs of a hook in order.

using System;

namespace Corewright.Bpf.Links;

/// <summary>Where among the programs of a hook a new one goes: at the end where nothing is said.</summary>
internal ref struct MultiProgramPosition
{
    /// <summary>BPF_F_BEFORE.</summary>
    public const uint Before = 1 << 3;

    /// <summary>BPF_F_AFTER.</summary>
    public const uint After = 1 << 4;

    /// <summary>BPF_F_ID: the other one is given by number.</summary>
    public const uint ById = 1 << 5;

    /// <summary>BPF_F_LINK: the other one is a link.</summary>
    public const uint ByLink = 1 << 13;

    /// <summary>What the kernel takes.</summary>
    public uint Flags;

    /// <summary>The number of the program or link that it goes before or after; 0 is the hook's first or last.</summary>
    public uint RelativeId;

    /// <summary>Where that program or link is pinned; empty where it is given by number.</summary>
    public ReadOnlySpan<byte> RelativePath;

    /// <summary>The hook's revision that is expected: the kernel refuses with ESTALE where something changed since. 0 is any.</summary>
    public ulong Revision;

    /// <summary>Whether anything was said.</summary>
    public readonly bool IsGiven => Flags != 0 || Revision != 0;

    /// <summary>
    /// Takes an option: <c>before</c>, <c>after</c>, with or without <c>=ID</c>, <c>=PATH</c>, <c>=link:ID</c> or <c>=link:PATH</c>, or
    /// <c>revision=NUMBER</c>.
    /// </summary>
    /// <returns>False for any other.</returns>
    public bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("revision"u8))
            return TargetText.TryReadNumber(value, ulong.MaxValue, out Revision);
        bool before = name.SequenceEqual("before"u8);
        if ((!before && !name.SequenceEqual("after"u8)) || Flags != 0)
            return false;
        Flags = before ? Before : After;
        if (value.Length == 0)
            return true;
        ReadOnlySpan<byte> prefix = "link:"u8;
        if (value.Length > prefix.Length && value[..prefix.Length].SequenceEqual(prefix))
        {
            Flags |= ByLink;
            value = value[prefix.Length..];
        }
        if (value[0] == '/')
        {
            RelativePath = value;
            return true;
        }
        Flags |= ById;
        bool good = TargetText.TryReadNumber(value, uint.MaxValue, out ulong id);
        RelativeId = (uint)id;
        return good && id != 0;
    }
}
