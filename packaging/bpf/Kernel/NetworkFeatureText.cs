using System;

namespace Corewright.Bpf.Kernel;

/// <summary><see cref="KernelFeatureText"/> for what has to do with interfaces, sockets and cgroups.</summary>
internal static class NetworkFeatureText
{
    /// <summary>The feature in the field's words.</summary>
    public static ReadOnlySpan<byte> Of(KernelFeature feature) => feature switch
    {
        KernelFeature.XdpLink => "links of XDP programs"u8,
        KernelFeature.CgroupLink => "links to cgroups"u8,
        KernelFeature.SocketMapLink => "links to maps of sockets"u8,
        KernelFeature.SocketLink => "links to sockets"u8,
        KernelFeature.XdpFragments => "XDP programs for packets of several buffers"u8,
        KernelFeature.XdpDeviceMap => "XDP programs in device maps"u8,
        KernelFeature.XdpProcessorMap => "XDP programs in CPU maps"u8,
        KernelFeature.Tcx => "ordered classifiers (tcx)"u8,
        KernelFeature.Netkit => "netkit devices"u8,
        KernelFeature.NamespaceLink => "links to network namespaces"u8,
        KernelFeature.SocketLookup => "socket lookup programs"u8,
        KernelFeature.SocketVerdict => "verdicts on sockets without a parser"u8,
        KernelFeature.ReuseportMigration => "migration between sockets of a port"u8,
        KernelFeature.Netfilter => "netfilter programs"u8,
        KernelFeature.CgroupSysctl => "cgroup programs for system settings"u8,
        KernelFeature.CgroupRecvMsg => "cgroup programs for datagrams received"u8,
        KernelFeature.CgroupSockOpt => "cgroup programs for socket options"u8,
        KernelFeature.CgroupPeerName => "cgroup programs for names of sockets"u8,
        KernelFeature.CgroupSockRelease => "cgroup programs for closed sockets"u8,
        KernelFeature.CgroupUnix => "cgroup programs for Unix sockets"u8,
        _ => default,
    };

    /// <summary>Since which version of Linux it exists.</summary>
    public static ReadOnlySpan<byte> Since(KernelFeature feature) => feature switch
    {
        KernelFeature.XdpLink => "5.9"u8,
        KernelFeature.CgroupLink => "5.7"u8,
        KernelFeature.SocketMapLink => "6.10"u8,
        KernelFeature.XdpFragments => "5.18"u8,
        KernelFeature.XdpDeviceMap => "5.8"u8,
        KernelFeature.XdpProcessorMap => "5.9"u8,
        KernelFeature.Tcx => "6.6"u8,
        KernelFeature.Netkit => "6.7"u8,
        KernelFeature.NamespaceLink => "5.8"u8,
        KernelFeature.SocketLookup => "5.9"u8,
        KernelFeature.SocketVerdict => "5.13"u8,
        KernelFeature.ReuseportMigration => "5.14"u8,
        KernelFeature.Netfilter => "6.4"u8,
        KernelFeature.CgroupSysctl => "5.2"u8,
        KernelFeature.CgroupRecvMsg => "5.2"u8,
        KernelFeature.CgroupSockOpt => "5.3"u8,
        KernelFeature.CgroupPeerName => "5.8"u8,
        KernelFeature.CgroupSockRelease => "5.9"u8,
        KernelFeature.CgroupUnix => "6.7"u8,
        _ => default,
    };
}
