using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using Corewright.Bpf.Kernel;
using Corewright.Tests.Probes;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Probes on kernel functions and on functions of programs, perf events and raw tracepoints.</summary>
internal sealed class ProbeCases : IFeatureArea
{
    private const string EventSources = "/sys/bus/event_source/devices";

    private const string ThumbReason = "Debian's C library for it is Thumb code, in which the kernel can't put probes";

    private const string RegisterReason = "libbpf's header has one architecture's registers compiled in; the object is x86_64's";

    // answer() of tests/Probes/programs is called so often.
    private const long Calls = 5;

    private static readonly string[] s_unlink = ["sh", "-c", "touch /tmp/probed && rm /tmp/probed"];
    private static readonly string[] s_folders = ["sh", "-c", "mkdir /tmp/probed.d && rmdir /tmp/probed.d"];

    // Before kernels had event sources for probes, and so as if they had none.
    private static readonly string[] s_hideEventSources = ["mount", "-t", "tmpfs", "none", EventSources];

    internal static readonly Dictionary<string, Func<string, Task<byte[]>>> Probed = new() { ["/job/probed"] = ProbedProgram.BuildAsync };

    private static readonly Since s_always = new("5.10");

    private static readonly Dictionary<string, string> s_withoutFprobe = new()
    {
        ["x86_64-6.1"] = "Debian's cloud kernel 6.1 is built without CONFIG_FPROBE",
    };

    private static readonly Dictionary<string, string> s_registers = new()
    {
        ["aarch64-5.10"] = RegisterReason,
        ["aarch64-7.3"] = RegisterReason,
        ["armv7-5.10"] = RegisterReason,
        ["armv7-7.2"] = RegisterReason,
    };

    private static readonly Dictionary<string, string> s_thumb = new()
    {
        ["armv7-5.10"] = ThumbReason,
        ["armv7-6.12"] = ThumbReason,
        ["armv7-7.2"] = ThumbReason,
    };

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("kprobe", "kprobe, kretprobe", "probes", s_always, report =>
        {
            report.Global("KPROBES").ShouldBeGreaterThan(0);
            report.Global("KRETPROBES").ShouldBe(report.Global("KPROBES"));
            foreach (string program in (string[])["on_kprobe", "on_kretprobe"])
                report.Attached(program).ShouldBe(PerfLink(report));
        })
        {
            Arguments = ["--only", "on_kprobe", "--only", "on_kretprobe"],
            Command = s_unlink,
        },
        new("ksyscall", "ksyscall, kretsyscall", "probes", s_always, report =>
        {
            report.Global("SYSCALLS").ShouldBeGreaterThan(0);
            report.Global("SYSCALL_RETURNS").ShouldBeGreaterThan(0);
        })
        {
            Arguments = ["--only", "on_syscall", "--only", "on_syscall_return"],
            Command = ["sh", "-c", "/bin/true; /bin/true"],
        },
        new("kprobe-tracefs", "kprobes by tracefs' kprobe_events", "probes", s_always, report =>
        {
            report.Global("OLD_KPROBES").ShouldBeGreaterThan(0);
            report.Global("OLD_KRETPROBES").ShouldBe(report.Global("OLD_KPROBES"));
            report.Output.ShouldContain("p:corewright/");
            // Newer kernels say behind the r how many returns they keep room for.
            report.Output.ShouldMatch("(?m)^r[0-9]*:corewright/");
        })
        {
            Arguments =
            [
                "--only", "on_old_kprobe", "--only", "on_old_kretprobe", "--attach", "on_old_kprobe=vfs_unlink",
                "--attach", "on_old_kretprobe=vfs_unlink",
            ],
            Setup = [s_hideEventSources],
            Command =
            [
                "sh", "-c", $"umount {EventSources} && grep '' /sys/kernel/tracing/kprobe_events && touch /tmp/probed && rm /tmp/probed",
            ],
        },
        new("kprobe-offset", "kprobe on FUNCTION+OFFSET", "probes", s_always, report =>
        {
            // Where instructions begin differs from kernel to kernel; the first place that is one serves.
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("\"OLD_KPROBES\":1,");
            report.Output.ShouldContain("vfs_unlink+1");
            report.Global("KPROBES").ShouldBe(1, "the entry is passed as often");
        })
        {
            Arguments = ["--only", "on_kprobe"],
            Command =
            [
                "sh", "-c", "touch /tmp/probed; run='bpfrun run /job/probes.bpf.o --json --only on_old_kprobe --attach on_old_kprobe=vfs_unlink'; "
                    + "$run+1 -- true 2>&1; for offset in 12 16 20 5 9 10 11; do $run+$offset -- rm /tmp/probed 2>/dev/null && exit 0; done; exit 1",
            ],
        },
        new("kprobe-module", "kprobe on MODULE:FUNCTION", "probes", s_always, report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Global("MODULE_KPROBES").ShouldBe(1);
            report.Global("MODULE_KRETPROBES").ShouldBe(1);
        })
        {
            Modules = ["veth"],
            Arguments = ["--only", "on_module_kprobe", "--only", "on_module_kretprobe"],
            Command = ["sh", "-c", "busybox ip link add name cw9 type veth && busybox ip link del cw9"],
        },
        new("cookie", "BPF cookies", "probes", new Since("5.15"), report => report.Global("COOKIE").ShouldBe(4711))
        {
            Arguments = ["--only", "on_cookie", "--cookie", "on_cookie=4711"],
            Command = s_unlink,
            // What the run before left behind would stay for good.
            Setup = [["sh", "-c", "! grep corewright /sys/kernel/tracing/kprobe_events"]],
            Missing = "has no helper #174, which program on_cookie calls",
        },
        new("kprobe-multi", "kprobe.multi, kretprobe.multi", "probes", new Since("5.18", "6.14", null), report =>
        {
            report.Global("KPROBES_MULTI").ShouldBeGreaterThanOrEqualTo(2);
            report.Global("KRETPROBES_MULTI").ShouldBe(report.Global("KPROBES_MULTI"));
            report.Global("KPROBES_MULTI_SINGLE").ShouldBeGreaterThan(0);
            report.Global("KPROBES_MULTI_SINGLE").ShouldBeLessThan(report.Global("KPROBES_MULTI"));
        })
        {
            Arguments = ["--only", "on_kprobe_multi", "--only", "on_kretprobe_multi", "--only", "on_kprobe_multi_single"],
            Command = s_folders,
            Lacks = KernelFeature.KprobeMulti,
            Excused = s_withoutFprobe,
        },
        new("kprobe-session", "kprobe.session", "probes", new Since("6.10", "6.14", null), report =>
            // Each function's entry and return.
            (report.Global("KPROBE_SESSIONS") % 2, report.Global("KPROBE_SESSIONS") >= 4).ShouldBe((0, true)))
        {
            Arguments = ["--only", "on_kprobe_session"],
            Command = s_folders,
            Lacks = KernelFeature.KprobeSession,
            Excused = s_withoutFprobe,
        },
        new("uprobe", "uprobe, uretprobe", "probes", s_always, report =>
        {
            report.Global("UPROBES").ShouldBe(Calls);
            report.Global("URETPROBES").ShouldBe(Calls);
            report.Global("UPROBES_INSIDE").ShouldBe(Calls);
            report.CommandExit.ShouldBe(7);
            report.Attached("on_uprobe").ShouldBe(PerfLink(report));
        })
        {
            Arguments = ["--only", "on_uprobe", "--only", "on_uretprobe", "--only", "on_uprobe_inside"],
            Command = ["/job/probed"],
            Executables = Probed,
        },
        new("uprobe-library", "uprobes on libraries that are looked for", "probes", s_always, report =>
        {
            report.Global("LIBRARY_UPROBES").ShouldBeGreaterThan(0);
            report.Json.GetProperty("programs")[0].GetProperty("links").GetInt32().ShouldBe(2);
        })
        {
            // As libbpf's users name it, and as Aya's do.
            Arguments = ["--only", "on_library", "--attach", "on_library=libc.so.6:malloc", "--attach", "on_library=libc:malloc"],
            Command = ["bpftool", "version"],
            Excused = s_thumb,
        },
        new("uprobe-tracefs", "uprobes by tracefs' uprobe_events", "probes", s_always, report =>
        {
            report.Global("LIBRARY_UPROBES").ShouldBe(Calls);
            report.Output.ShouldContain("p:corewright/");
        })
        {
            Arguments = ["--only", "on_library", "--attach", "on_library=/job/probed:answer"],
            Setup = [s_hideEventSources],
            Command = ["sh", "-c", $"umount {EventSources} && grep '' /sys/kernel/tracing/uprobe_events && /job/probed; true"],
            Executables = Probed,
        },
        new("uprobe-sleepable", "uprobe.s", "probes", new Since("6.0"), report => report.Global("SLEEPABLE_UPROBES").ShouldBe(Calls))
        {
            Arguments = ["--only", "on_sleepable_uprobe"],
            Setup = [["sh", "-c", "! grep corewright /sys/kernel/tracing/uprobe_events"]],
            Command = ["/job/probed"],
            Executables = Probed,
            Lacks = KernelFeature.SleepableProbe,
        },
        new("uprobe-multi", "uprobe.multi, uretprobe.multi", "probes", new Since("6.6", "6.6", null), report =>
        {
            report.Global("UPROBES_MULTI").ShouldBe(Calls);
            report.Global("URETPROBES_MULTI").ShouldBe(Calls);
            report.Attached("on_uprobe_multi").ShouldBe("link");
        })
        {
            Arguments = ["--only", "on_uprobe_multi", "--only", "on_uretprobe_multi"],
            Command = ["/job/probed"],
            Executables = Probed,
            Lacks = KernelFeature.UprobeMulti,
        },
        new("uprobe-session", "uprobe.session", "probes", new Since("6.13", "6.13", null), report =>
            report.Global("UPROBE_SESSIONS").ShouldBe(2 * Calls))
        {
            Arguments = ["--only", "on_uprobe_session"],
            Command = ["/job/probed"],
            Executables = Probed,
            Lacks = KernelFeature.UprobeSession,
        },
        new("perf-event", "perf_event, on all processors", "probes", s_always, report =>
        {
            report.Global("PERF_EVENTS").ShouldBeGreaterThan(0);
            report.Json.GetProperty("programs")[0].GetProperty("links").GetInt32().ShouldBe(int.Parse(report.Output, CultureInfo.InvariantCulture));
        })
        {
            Arguments = ["--only", "on_perf_event"],
            Command = ["sh", "-c", "nproc; i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done"],
        },
        new("perf-event-cycles", "perf events by name, with cpu-clock where there are no cycles", "probes", s_always, report =>
            report.Global("PERF_EVENTS").ShouldBeGreaterThan(0))
        {
            Arguments = ["--only", "on_perf_event", "--attach", "on_perf_event=cycles@200"],
            Command = ["sh", "-c", "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done"],
        },
        new("raw-tracepoint", "raw_tp, raw_tracepoint", "probes", s_always, report =>
        {
            report.Global("RAW_TRACEPOINTS").ShouldBeGreaterThan(0);
            report.Global("RAW_EXITS").ShouldBeGreaterThan(0);
            report.Attached("on_raw_tracepoint").ShouldBe("link");
        })
        {
            Arguments = ["--only", "on_raw_tracepoint", "--only", "on_raw_exit"],
            Command = ["sh", "-c", "/bin/true; /bin/true"],
        },
        new("raw-tracepoint-writable", "raw_tp.w, raw_tracepoint.w", "probes", new Since("5.2"), report =>
        {
            report.Global("TESTS").ShouldBeGreaterThan(0);
            report.Output.ShouldContain("errno 33", Case.Sensitive, "what the program wrote");
        })
        {
            Arguments = ["--only", "on_test"],
            Files = new Dictionary<string, byte[]> { ["/job/frame"] = new byte[64] },
            Command = ["sh", "-c", "bpfrun test /job/probes.bpf.o on_frame --only on_frame --data /job/frame 2>&1; true"],
        },
        new("tracepoint-sleepable", "tp.s", "probes", new Since("7.2"), report => report.Global("SLEEPABLE_CALLS").ShouldBeGreaterThan(0))
        {
            Arguments = ["--only", "on_sleepable_tracepoint"],
            Command = ["/job/probed"],
            Executables = Probed,
            Lacks = KernelFeature.SleepableTracepoint,
        },
        new("raw-tracepoint-sleepable", "raw_tp.s, raw_tracepoint.s", "probes", new Since("7.2"), report =>
            report.Global("SLEEPABLE_RAW_CALLS").ShouldBeGreaterThan(0))
        {
            Arguments = ["--only", "on_sleepable_raw"],
            Command = ["/job/probed"],
            Executables = Probed,
            Lacks = KernelFeature.SleepableTracepoint,
        },
        new("perf-event-hardware", "perf events of hardware that is not there are refused", "probes", s_always, report =>
        {
            // Emulated processors count nothing. What time can stand in for does run (see above); nothing stands in for these.
            report.CommandExit.ShouldBe(10);
            report.Output.ShouldContain("this machine does not count that perf event; try cpu-clock");
        })
        {
            Arguments = ["--only", "on_perf_event"],
            Command =
            [
                "sh", "-c", "bpfrun run /job/probes.bpf.o --only on_perf_event --attach on_perf_event=instructions -- true 2>&1",
            ],
        },
        new("usdt", "usdt, with arguments, semaphore and cookie", "usdt_c", s_always, report =>
        {
            report.CommandExit.ShouldBe(42, "the probe's semaphore");
            report.Global("hits").ShouldBe(Calls);
            report.Global("argument_count").ShouldBe(3);
            // 5, 4, 3, 2, 1; the constant; what is on the stack.
            report.Global("counter_sum").ShouldBe(15);
            report.Global("constant").ShouldBe(77);
            report.Global("on_stack").ShouldBe(-5);
            report.Global("cookie").ShouldBe(4711);
        })
        {
            Arguments = ["--cookie", "on_beat=4711"],
            Command = ["/job/probed"],
            Executables = Probed,
        },
        new("usdt-sleepable", "usdt.s", "usdt_sleepable_c", new Since("6.0"), report =>
        {
            report.Global("hits").ShouldBe(Calls);
            report.Global("headers").ShouldBe(Calls);
        })
        {
            Command = ["/job/probed"],
            Executables = Probed,
            Lacks = KernelFeature.SleepableProbe,
        },
        new("usdt-libbpf", "usdt, with libbpf's own usdt.bpf.h", "usdt_libbpf_c", s_always, report =>
        {
            report.Global("hits").ShouldBe(Calls);
            report.Global("argument_count").ShouldBe(3);
            report.Global("counter_sum").ShouldBe(15);
            report.Global("constant").ShouldBe(77);
            report.Global("on_stack").ShouldBe(-5);
            report.Global("cookie").ShouldBe(4711);
        })
        {
            Arguments = ["--cookie", "on_beat=4711"],
            Command = ["/job/probed"],
            Executables = Probed,
            Excused = s_registers,
        },
        new("usdt-older", "usdt, for programs of libbpf before 1.7", "usdt_older_c", s_always, report =>
        {
            report.CommandExit.ShouldBe(42, "the probe's semaphore");
            report.Global("hits").ShouldBe(Calls);
            report.Global("counter_sum").ShouldBe(15);
            report.Global("on_stack").ShouldBe(-5);
        })
        {
            Command = ["/job/probed"],
            Executables = Probed,
        },
    ];

    private static string PerfLink(FeatureReport report) => report.Kernel.Version.StartsWith("5.10", StringComparison.Ordinal) ? "perf-event" : "link";
}
