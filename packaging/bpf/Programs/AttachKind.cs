namespace Corewright.Bpf.Programs;

/// <summary>What attaches a program; each has a file of its own in <c>Links</c>.</summary>
public enum AttachKind : byte
{
    /// <summary>Nothing attaches it: it is loaded, and run or referred to by others.</summary>
    None,

    /// <summary>A tracepoint, through perf.</summary>
    Tracepoint,

    /// <summary>A tracepoint without perf.</summary>
    RawTracepoint,

    /// <summary>A kernel function's entry.</summary>
    Kprobe,

    /// <summary>A kernel function's return.</summary>
    Kretprobe,

    /// <summary>Many kernel functions' entries at once.</summary>
    KprobeMulti,

    /// <summary>Many kernel functions' returns at once.</summary>
    KretprobeMulti,

    /// <summary>Many kernel functions' entries and returns.</summary>
    KprobeSession,

    /// <summary>A place in a user-space file.</summary>
    Uprobe,

    /// <summary>A user-space function's return.</summary>
    Uretprobe,

    /// <summary>Many places in a user-space file.</summary>
    UprobeMulti,

    /// <summary>The returns of many user-space functions.</summary>
    UretprobeMulti,

    /// <summary>The entries and returns of many user-space functions.</summary>
    UprobeSession,

    /// <summary>A user-space static tracepoint.</summary>
    Usdt,

    /// <summary>A system call's entry, whatever its function is called.</summary>
    Ksyscall,

    /// <summary>A system call's return.</summary>
    Kretsyscall,

    /// <summary>A counter or clock on every processor.</summary>
    PerfEvent,

    /// <summary>tp_btf, fentry, fexit, fmod_ret: found through the kernel's BTF.</summary>
    Tracing,

    /// <summary>A security hook.</summary>
    Lsm,

    /// <summary>An iterator, which is read as text.</summary>
    Iterator,

    /// <summary>A function of another BPF program.</summary>
    Freplace,

    /// <summary>A kernel struct of functions; its map attaches.</summary>
    StructOps,

    /// <summary>A network interface's receive path.</summary>
    Xdp,

    /// <summary>A classifier or action: tcx, or clsact before it.</summary>
    TrafficControl,

    /// <summary>A netkit device.</summary>
    Netkit,

    /// <summary>A cgroup.</summary>
    Cgroup,

    /// <summary>A network namespace's socket lookup.</summary>
    SocketLookup,

    /// <summary>A sockmap or sockhash.</summary>
    SocketMap,

    /// <summary>A network namespace's flow dissector.</summary>
    FlowDissector,

    /// <summary>A socket.</summary>
    SocketFilter,

    /// <summary>A netfilter hook.</summary>
    Netfilter,
}
