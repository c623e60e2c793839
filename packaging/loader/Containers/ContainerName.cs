// How container runtimes name the cgroups that they make is part of no standard; these are their sources' and documentation's names:
//   docker-<id>.scope, docker/<id>           Docker, with systemd and with plain cgroups
//   cri-containerd-<id>.scope                containerd's CRI plugin; kubepods*/…/<id> with plain cgroups
//   crio-<id>.scope                          CRI-O; crio-conmon-… is its supervisor, no container
//   libpod-<id>.scope, libpod-<id>           Podman; libpod-conmon-… is its supervisor
//   nerdctl-<id>.scope                       nerdctl
//   lxc.payload.<name>, lxc/<name>           LXC; lxc.monitor.<name> is its supervisor
//   machine-<name>.scope, systemd-nspawn@<name>.service   systemd
// An id is 64 hexadecimal digits.

using System;

namespace Corewright.Loader.Containers;

/// <summary>Recognises the folder that a container runtime makes for a container among the cgroups.</summary>
internal static class ContainerName
{
    /// <summary>The longest id, and the longest part of a name, that is kept.</summary>
    public const int MaxBytes = 64;

    private const int IdDigits = 64;

    /// <summary>Says whose container a cgroup is.</summary>
    /// <param name="parent">The name of the folder that it is in; empty at the top.</param>
    /// <param name="name">The cgroup's own name.</param>
    /// <param name="id">The container's id, or its name; a part of <paramref name="name"/>.</param>
    /// <returns><see cref="ContainerRuntime.None"/> for a cgroup that isn't a container's outermost.</returns>
    public static ContainerRuntime Parse(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> id)
    {
        id = name;
        if (Strip(ref id, "docker-"u8, ".scope"u8) && IsId(id))
            return ContainerRuntime.Docker;
        if (Strip(ref id, "cri-containerd-"u8, ".scope"u8) && IsId(id))
            return ContainerRuntime.Containerd;
        if (Strip(ref id, "crio-"u8, default) && (Strip(ref id, default, ".scope"u8) | IsId(id)) && IsId(id))
            return ContainerRuntime.CriO;
        id = name;
        if (Strip(ref id, "libpod-"u8, default) && (Strip(ref id, default, ".scope"u8) | IsId(id)) && IsId(id))
            return ContainerRuntime.Podman;
        id = name;
        if (Strip(ref id, "nerdctl-"u8, ".scope"u8) && IsId(id))
            return ContainerRuntime.Nerdctl;
        if (Strip(ref id, "lxc.payload."u8, default))
            return Kept(ref id, ContainerRuntime.Lxc);
        if (Strip(ref id, "systemd-nspawn@"u8, ".service"u8) || Strip(ref id, "machine-"u8, ".scope"u8))
            return Kept(ref id, ContainerRuntime.Machine);
        return IsId(name) ? OfParent(parent) : parent.SequenceEqual("lxc"u8) ? Kept(ref id, ContainerRuntime.Lxc) : ContainerRuntime.None;
    }

    private static ContainerRuntime OfParent(ReadOnlySpan<byte> parent) =>
        parent.SequenceEqual("docker"u8) ? ContainerRuntime.Docker
        : StartsWith(parent, "kubepods"u8) || StartsWith(parent, "pod"u8) ? ContainerRuntime.Kubernetes
        : ContainerRuntime.Unknown;

    private static ContainerRuntime Kept(ref ReadOnlySpan<byte> id, ContainerRuntime runtime)
    {
        id = id[..Math.Min(id.Length, MaxBytes)];
        return runtime;
    }

    // Takes away both ends, or nothing.
    private static bool Strip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        if (text.Length <= start.Length + end.Length || !StartsWith(text, start) || !text[(text.Length - end.Length)..].SequenceEqual(end))
            return false;
        text = text[start.Length..(text.Length - end.Length)];
        return true;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && text[..start.Length].SequenceEqual(start);

    private static bool IsId(ReadOnlySpan<byte> text)
    {
        if (text.Length != IdDigits)
            return false;
        foreach (byte digit in text)
        {
            if (digit is not ((>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f')))
                return false;
        }
        return true;
    }
}
