// On a board, a loader has in it only what its object needs: build/Loaders/FeatureSource.cs writes this class anew for each loader,
// with false for the rest, and the compiler drops what stands behind it.

namespace Corewright.Bpf;

/// <summary>What a build of this library can do; on .NET, everything. Asked at the one place that leads to each feature's code.</summary>
public static class Features
{
    /// <summary>Tracepoints through perf.</summary>
    public const bool Tracepoint = true;

    /// <summary>Raw tracepoints.</summary>
    public const bool RawTracepoint = true;

    /// <summary>kprobe, kretprobe, ksyscall.</summary>
    public const bool Kprobe = true;

    /// <summary>Many kernel functions at once.</summary>
    public const bool KprobeMulti = true;

    /// <summary>uprobe, uretprobe.</summary>
    public const bool Uprobe = true;

    /// <summary>Many user-space functions at once.</summary>
    public const bool UprobeMulti = true;

    /// <summary>User-space static tracepoints.</summary>
    public const bool Usdt = true;

    /// <summary>Counters and clocks on every processor.</summary>
    public const bool PerfEvent = true;

    /// <summary>tp_btf, fentry, fexit, fmod_ret.</summary>
    public const bool Tracing = true;

    /// <summary>Security hooks.</summary>
    public const bool Lsm = true;

    /// <summary>Iterators.</summary>
    public const bool Iterator = true;

    /// <summary>Functions of other programs.</summary>
    public const bool Freplace = true;

    /// <summary>Kernel structs of functions.</summary>
    public const bool StructOps = true;

    /// <summary>Programs that user space runs.</summary>
    public const bool Syscall = true;

    /// <summary>Network interfaces' receive path.</summary>
    public const bool Xdp = true;

    /// <summary>Classifiers.</summary>
    public const bool TrafficControl = true;

    /// <summary>netkit devices.</summary>
    public const bool Netkit = true;

    /// <summary>Cgroups.</summary>
    public const bool Cgroup = true;

    /// <summary>Socket filters, lookups, sockmaps, flow dissectors, lightweight tunnels.</summary>
    public const bool Sockets = true;

    /// <summary>netfilter hooks.</summary>
    public const bool Netfilter = true;

    /// <summary>Variables and functions of the kernel that an object refers to: .kconfig and .ksyms.</summary>
    public const bool Externs = true;

    /// <summary>Functions whose addresses helpers are given.</summary>
    public const bool Callbacks = true;

    /// <summary>Maps in a section called maps.</summary>
    public const bool LegacyMaps = true;

    /// <summary>Maps and programs inside maps, and pinned maps.</summary>
    public const bool MapRelations = true;

    /// <summary>BTF that has to be completed, as C compilers leave it, or that has kinds which older kernels don't know.</summary>
    public const bool AdaptedTypes = true;

    /// <summary>CO-RE relocations that compare types as a whole (<c>type_matches</c>).</summary>
    public const bool TypeMatches = true;

    /// <summary>CO-RE relocations of enumerations' values.</summary>
    public const bool Enumerators = true;

    /// <summary>Types of modules: their BTF on top of the kernel's.</summary>
    public const bool ModuleTypes = true;

    /// <summary>Files of big-endian machines. A loader never meets one: the kernels that it runs on are little endian.</summary>
    public const bool BigEndian = true;

    /// <summary>BTF whose data sections no linker has completed, as C compilers leave it.</summary>
    public const bool UnlinkedTypes = true;

    /// <summary>Programs that may sleep.</summary>
    public const bool Sleepable = true;

    /// <summary>Memory that programs and user space share, and variables in it.</summary>
    public const bool Arena = true;

    /// <summary>Programs that log: a map COREWRIGHT_LOG.</summary>
    public const bool Logging = true;
}
