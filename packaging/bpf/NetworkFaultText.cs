using System;

namespace Corewright.Bpf;

/// <summary><see cref="FaultText"/> for attaching to interfaces, cgroups and sockets.</summary>
internal static class NetworkFaultText
{
    /// <summary>What went wrong, without a full stop.</summary>
    public static ReadOnlySpan<byte> Of(FaultCode code) => code switch
    {
        FaultCode.AttachTargetMalformed => "a target that is not understood"u8,
        FaultCode.InterfaceMissing => "there is no such network interface"u8,
        FaultCode.XdpOffloadUnsupported => "offload to the card's processor is not supported; native or generic is"u8,
        FaultCode.XdpOccupied => "another XDP program is attached to the interface; detach it first"u8,
        FaultCode.XdpNotInDriver => "the interface's driver has no XDP hook; attach to <interface>:generic"u8,
        FaultCode.NetlinkRefused => "the kernel refuses the rtnetlink request"u8,
        FaultCode.RelativeMissing => "the program or link before or after which it should stand is not there"u8,
        FaultCode.RevisionChanged => "the programs of the hook have changed since the revision that was given"u8,
        FaultCode.CgroupMissing => "the target is no folder of a cgroup v2 hierarchy"u8,
        FaultCode.NamespaceMissing => "the target is no network namespace"u8,
        FaultCode.SocketMapMissing => "the object has no such map of sockets; name the one that is meant"u8,
        FaultCode.NetfilterOccupied => "another BPF program has this priority; give another priority"u8,
        _ => default,
    };
}
