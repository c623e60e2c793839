using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Scaffold;

/// <summary>A kind of program that can be begun with.</summary>
/// <param name="Name">What <c>--kind</c> calls it.</param>
/// <param name="Family">The folder of templates: who or what is observed.</param>
/// <param name="Hook">What the first version is attached to, in words.</param>
/// <param name="Declaration">The attribute of the support crate, with what it is attached to.</param>
/// <param name="Context">The context's type.</param>
/// <param name="Workload">Commands of busybox that reach the hook.</param>
internal sealed record ProgramKind(string Name, string Family, string Hook, string Declaration, string Context, string Workload)
{
    /// <summary>The type of what the program returns: those that only look may fail.</summary>
    public string Answer { get; init; } = Observed;

    /// <summary>What it does in the end.</summary>
    public string Body { get; init; } = "report()";

    /// <summary>The expression for a packet's length.</summary>
    public string Length { get; init; } = "";

    /// <summary>Modules that attaching it needs on some kernels.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Since which kernel the hook is there, as the tests say it.</summary>
    public string Since { get; init; } = "new Since(\"5.10\")";

    /// <summary>What older kernels lack, as the tests say it.</summary>
    public string Lacks { get; init; } = "";

    private const string Observed = "Result<(), Errno>";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProgramKind> All { get; } =
    [
        new("tracepoint", "process", "the tracepoint sched:sched_process_exec", "tracepoint(category = \"sched\", name = \"sched_process_exec\")",
            "TracePointContext", "/bin/busybox true"),
        new("raw-tracepoint", "process", "the tracepoint sched_process_exec", "raw_tracepoint(tracepoint = \"sched_process_exec\")",
            "RawTracePointContext", "/bin/busybox true"),
        new("kprobe", "process", "the kernel function vfs_unlink", "kprobe(function = \"vfs_unlink\")", "ProbeContext",
            "touch /tmp/removed; rm /tmp/removed"),
        new("kretprobe", "process", "the return of the kernel function vfs_unlink", "kretprobe(function = \"vfs_unlink\")", "RetProbeContext",
            "touch /tmp/removed; rm /tmp/removed"),
        new("ksyscall", "process", "the system call openat", "ksyscall(name = \"openat\")", "SyscallContext", "cat /proc/version"),
        new("perf-event", "process", "a sample of a busy processor", "perf_event", "PerfEventContext",
            "i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); done"),
        new("cgroup-connect", "process", "connect(2) to an IPv4 address", "cgroup_sock_addr(connect4)", "SockAddrContext",
            "busybox ip link set lo up; busybox nc -w 1 127.0.0.1 9 </dev/null || true")
        {
            Answer = "CgroupDecision", Body = "let _ = report();\n    CgroupDecision::Allow",
        },
        new("xdp", "packet", "the interface lo, before the network stack", "xdp", "XdpContext",
            "busybox ip link set lo up; busybox ping -c 2 127.0.0.1")
        {
            Answer = "XdpAction", Body = "XdpAction::Pass", Length = "(context.data_end() - context.data()) as u32",
        },
        new("tc", "packet", "the interface lo, inwards", "classifier", "TcContext", "busybox ip link set lo up; busybox ping -c 2 127.0.0.1")
        {
            Answer = "TcAction", Body = "TcAction::Ok", Length = "context.len()", Modules = ["sch_ingress", "cls_bpf"],
        },
    ];

    /// <summary>Finds one.</summary>
    /// <param name="name">What <c>--kind</c> says.</param>
    /// <exception cref="BuildException">There is none of this name.</exception>
    public static ProgramKind Named(string name) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw Spelling.Unknown("kind of program", name, Options.Kind.Usage, [.. All.Select(kind => kind.Name)], "known");

    /// <summary>The attribute's name alone.</summary>
    public string Attribute => Declaration.Split('(')[0];

    /// <summary>The modules, as C# sets them.</summary>
    public string ModuleList => $"Modules = [{string.Join(", ", Modules.Select(module => $"\"{module}\""))}]";

    /// <summary>What main.rs takes from the support crate's programs.</summary>
    public string Imports => Answer == Observed ? Context : $"{{{string.Join(", ", ((string[])[Context, Answer]).Order(StringComparer.Ordinal))}}}";
}
