using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Programs;

/// <summary>
/// Which feature a kernel lacks that doesn't know a program of sockets, interfaces or cgroups: it answers EINVAL to its type, its
/// expected attach type or its flags, and the verifier doesn't get to see it.
/// </summary>
public static class NetworkProgramFeature
{
    // BPF_F_XDP_HAS_FRAGS
    private const uint Fragments = 1 << 5;

    /// <summary>The feature that a program needs before all others; <see cref="KernelFeature.None"/> where every kernel has it.</summary>
    /// <param name="program">The program.</param>
    public static KernelFeature Of(in ProgramSpec program) => program.Type switch
    {
        ProgramType.Xdp => OfXdp(program),
        ProgramType.SkLookup => KernelFeature.SocketLookup,
        ProgramType.Netfilter => KernelFeature.Netfilter,
        ProgramType.CgroupSysctl => KernelFeature.CgroupSysctl,
        ProgramType.CgroupSockOpt => KernelFeature.CgroupSockOpt,
        ProgramType.SkReuseport when program.ExpectedAttach == AttachType.SkReuseportSelectOrMigrate => KernelFeature.ReuseportMigration,
        ProgramType.CgroupSock when program.ExpectedAttach == AttachType.CgroupInetSockRelease => KernelFeature.CgroupSockRelease,
        ProgramType.CgroupSockAddr => OfAddress(program.ExpectedAttach),
        _ => KernelFeature.None,
    };

    /// <summary>
    /// The feature that a kernel lacks which doesn't look at what a program expects to be attached as, and refuses what the program
    /// does instead: one of a port's sockets that reads which socket it moves from.
    /// </summary>
    /// <param name="program">A program that was refused.</param>
    /// <param name="release">The kernel's release.</param>
    public static KernelFeature Unheeded(in ProgramSpec program, ReadOnlySpan<byte> release) =>
        program.Type == ProgramType.SkReuseport && program.ExpectedAttach == AttachType.SkReuseportSelectOrMigrate
        && KernelRelease.IsBefore(release, KernelFeatureText.Since(KernelFeature.ReuseportMigration))
            ? KernelFeature.ReuseportMigration
            : KernelFeature.None;

    private static KernelFeature OfXdp(in ProgramSpec program)
    {
        if ((program.LoadFlags & Fragments) != 0)
            return KernelFeature.XdpFragments;
        return program.ExpectedAttach switch
        {
            AttachType.XdpDevMap => KernelFeature.XdpDeviceMap,
            AttachType.XdpCpuMap => KernelFeature.XdpProcessorMap,
            _ => KernelFeature.None,
        };
    }

    private static KernelFeature OfAddress(AttachType type) => type switch
    {
        AttachType.CgroupUdp4RecvMsg or AttachType.CgroupUdp6RecvMsg => KernelFeature.CgroupRecvMsg,
        AttachType.CgroupInet4GetPeerName or AttachType.CgroupInet6GetPeerName or AttachType.CgroupInet4GetSockName
            or AttachType.CgroupInet6GetSockName => KernelFeature.CgroupPeerName,
        AttachType.CgroupUnixConnect or AttachType.CgroupUnixSendMsg or AttachType.CgroupUnixRecvMsg
            or AttachType.CgroupUnixGetPeerName or AttachType.CgroupUnixGetSockName => KernelFeature.CgroupUnix,
        _ => KernelFeature.None,
    };
}
