namespace Corewright.Bpf.Links;

/// <summary>How an attached program is detached.</summary>
public enum LinkUndo : byte
{
    /// <summary>Nothing is attached.</summary>
    Nothing,

    /// <summary>By closing the descriptors, which the end of the process does as well.</summary>
    Close,

    /// <summary>By a message of rtnetlink that takes an XDP program off its interface.</summary>
    XdpNetlink,

    /// <summary>By messages of rtnetlink that remove a filter, and the discipline that was made for it.</summary>
    ClassifierFilter,

    /// <summary>BPF_PROG_DETACH from a cgroup.</summary>
    CgroupDetach,

    /// <summary>BPF_PROG_DETACH from a map of sockets.</summary>
    MapDetach,

    /// <summary>BPF_PROG_DETACH of a flow dissector from this network namespace.</summary>
    FlowDissectorDetach,

    /// <summary>By deleting the only element of a struct_ops map; <see cref="Link.Handle"/> is its descriptor.</summary>
    StructOpsDelete,

    /// <summary>SO_DETACH_BPF of a filter from its socket.</summary>
    SocketDetach,

    /// <summary>By closing the event and then removing the kprobe of tracefs that it is of; see <see cref="ProbeEvents"/>.</summary>
    KernelProbeEvent,

    /// <summary>The same for a uprobe.</summary>
    UserProbeEvent,
}
