using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>One attachment of a program: what is open for it, and what has to be done to undo it.</summary>
public struct Link
{
    /// <summary>No descriptor.</summary>
    public const int NotOpen = -1;

    /// <summary>In <see cref="Flags"/>: the interface's clsact discipline was made for this filter.</summary>
    public const uint OwnsQdisc = 1;

    /// <summary>How it is undone.</summary>
    public LinkUndo Undo;

    /// <summary>The number of the program in its object.</summary>
    public int Program;

    /// <summary>The BPF link, or <see cref="NotOpen"/> where an older way of attaching was used. A link can be pinned.</summary>
    public int Fd;

    /// <summary>What the program is attached to, if that has to stay open: a perf event, a cgroup, a socket; or <see cref="NotOpen"/>.</summary>
    public int Target;

    /// <summary>The kernel's attach type, where undoing needs it.</summary>
    public uint AttachType;

    /// <summary>The network interface's number, where undoing needs it.</summary>
    public int Interface;

    /// <summary>Handle and priority of a classifier: what tells our filter from others on the same interface. The number of an event
    /// in tracefs.</summary>
    public uint Handle;

    /// <summary>See <see cref="Handle"/>.</summary>
    public uint Priority;

    /// <summary>The program's descriptor, where undoing needs it; it must not be closed before.</summary>
    public int ProgramFd;

    /// <summary>A map or a socket that isn't closed with the link, where undoing needs it.</summary>
    public int Held;

    /// <summary>XDP's mode, or <see cref="OwnsQdisc"/>.</summary>
    public uint Flags;

    /// <summary>A link that closing undoes.</summary>
    /// <param name="fd">The BPF link, or <see cref="NotOpen"/>.</param>
    /// <param name="target">What has to stay open with it, or <see cref="NotOpen"/>.</param>
    public static Link Closing(int fd, int target = NotOpen) => new() { Undo = LinkUndo.Close, Fd = fd, Target = target };

    /// <summary>
    /// How the program is attached, as reports call it: <c>link</c>, <c>perf-event</c>, <c>netlink</c>, <c>clsact</c>,
    /// <c>prog-attach</c>, <c>socket</c> or <c>map</c>.
    /// </summary>
    public readonly ReadOnlySpan<byte> How => Undo switch
    {
        LinkUndo.XdpNetlink => "netlink"u8,
        LinkUndo.ClassifierFilter => "clsact"u8,
        LinkUndo.CgroupDetach or LinkUndo.MapDetach or LinkUndo.FlowDissectorDetach => "prog-attach"u8,
        LinkUndo.SocketDetach => "socket"u8,
        LinkUndo.StructOpsDelete => "map"u8,
        _ => Fd >= 0 ? "link"u8 : "perf-event"u8,
    };

    /// <summary>What a kernel lacks on which an older way than a BPF link was used.</summary>
    public readonly KernelFeature Lacking => Undo switch
    {
        LinkUndo.XdpNetlink => KernelFeature.XdpLink,
        LinkUndo.ClassifierFilter => KernelFeature.Tcx,
        LinkUndo.CgroupDetach => KernelFeature.CgroupLink,
        LinkUndo.MapDetach => KernelFeature.SocketMapLink,
        LinkUndo.FlowDissectorDetach => KernelFeature.NamespaceLink,
        LinkUndo.SocketDetach => KernelFeature.SocketLink,
        LinkUndo.StructOpsDelete => KernelFeature.StructOpsLink,
        _ => KernelFeature.PerfLink,
    };

    /// <summary>Detaches the program.</summary>
    public void Detach()
    {
        if (Undo == LinkUndo.Nothing)
            return;
        // What the end of the process, or of its descriptors, doesn't undo.
        if (Features.StructOps && Undo == LinkUndo.StructOpsDelete)
            StructOpsAttacher.Unregister((int)Handle);
        if (Features.Xdp && Undo == LinkUndo.XdpNetlink)
            XdpNetlink.Detach(this);
        if (Features.TrafficControl && Undo == LinkUndo.ClassifierFilter)
            ClassifierFilter.Detach(this);
        if ((Features.Cgroup || Features.Lsm) && Undo == LinkUndo.CgroupDetach)
            ProgramAttachment.Detach(Target, ProgramFd, AttachType);
        if (Features.Sockets && Undo == LinkUndo.MapDetach)
            ProgramAttachment.Detach(Held, ProgramFd, AttachType);
        if (Features.Sockets && Undo == LinkUndo.FlowDissectorDetach)
            ProgramAttachment.Detach(0, ProgramFd, AttachType);
        if (Features.Sockets && Undo == LinkUndo.SocketDetach)
            SocketFilterAttacher.Detach(Held);
        LinkUndo undo = Undo;
        Undo = LinkUndo.Nothing;
        if (Fd >= 0)
            Syscall.Close(Fd);
        if (Target >= 0)
            Syscall.Close(Target);
        Fd = NotOpen;
        Target = NotOpen;
        if ((Features.Kprobe || Features.Uprobe || Features.Usdt) && undo is LinkUndo.KernelProbeEvent or LinkUndo.UserProbeEvent)
            ProbeEvents.Remove(undo == LinkUndo.UserProbeEvent, Handle);
    }
}
