using System;

namespace Corewright.Loader.Containers;

/// <summary>Who runs a container, as far as the name of its cgroup tells.</summary>
internal enum ContainerRuntime : byte
{
    /// <summary>No container.</summary>
    None,

    /// <summary>A container of a runtime that the name doesn't tell.</summary>
    Unknown,

    /// <summary>Docker.</summary>
    Docker,

    /// <summary>containerd for Kubernetes.</summary>
    Containerd,

    /// <summary>CRI-O for Kubernetes.</summary>
    CriO,

    /// <summary>Podman and others on libpod.</summary>
    Podman,

    /// <summary>nerdctl on containerd.</summary>
    Nerdctl,

    /// <summary>Kubernetes, where the name tells no more.</summary>
    Kubernetes,

    /// <summary>LXC and Incus.</summary>
    Lxc,

    /// <summary>systemd-nspawn and machines of systemd-machined.</summary>
    Machine,
}

/// <summary>The names of <see cref="ContainerRuntime"/>.</summary>
internal static class ContainerRuntimeText
{
    /// <summary>The name, as in the output.</summary>
    public static ReadOnlySpan<byte> Of(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.None => "none"u8,
        ContainerRuntime.Docker => "docker"u8,
        ContainerRuntime.Containerd => "containerd"u8,
        ContainerRuntime.CriO => "cri-o"u8,
        ContainerRuntime.Podman => "podman"u8,
        ContainerRuntime.Nerdctl => "nerdctl"u8,
        ContainerRuntime.Kubernetes => "kubernetes"u8,
        ContainerRuntime.Lxc => "lxc"u8,
        ContainerRuntime.Machine => "machine"u8,
        _ => "unknown"u8,
    };
}
