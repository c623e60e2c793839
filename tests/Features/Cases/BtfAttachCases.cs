using System.Collections.Generic;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Programs that attach to something in the kernel's BTF.</summary>
internal sealed class BtfAttachCases : IFeatureArea
{
    private static readonly Since s_trampolines = new("5.5", "6.0", null);

    internal static readonly IReadOnlyList<string> SecurityFs =
        ["sh", "-c", "grep -q /sys/kernel/security /proc/mounts || mount -t securityfs securityfs /sys/kernel/security"];

    // Debian's default there; with it the loader's answer is that of LsmInactive, see BtfAttachGuestTests.
    internal static readonly IReadOnlyDictionary<string, string> WithoutBpfInLsm = new Dictionary<string, string>
    {
        ["x86_64-5.10"] = "its lsm= leaves bpf out",
        ["aarch64-5.10"] = "its lsm= leaves bpf out",
    };

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("tp-btf", "tp_btf", "btf_attach", new Since("5.5", "5.5", null), report =>
        {
            report.Global("FORKS").ShouldBeGreaterThan(0);
            report.Attached("on_fork").ShouldBe("link");
        })
        {
            Arguments = ["--only", "on_fork"],
            Command = ["sh", "-c", "true & wait"],
            Missing = "which program on_fork needs",
        },
        new("fentry", "fentry, fexit", "btf_attach", s_trampolines, report =>
        {
            report.Global("ENTERED").ShouldBeGreaterThan(0);
            report.Global("LEFT").ShouldBeGreaterThan(0);
            report.Global("CHILD").ShouldBe(long.Parse(report.Output, null), "the result of the last fork is the shell's child");
        })
        {
            Arguments = ["--only", "on_entry", "--only", "on_exit"],
            Command = ["sh", "-c", "true & echo $!; wait"],
            Missing = "which program on_entry needs",
        },
        new("fentry-sleepable", "fentry.s", "btf_attach", new Since("5.10", "6.0", null), report =>
            report.Global("ENTERED_SLEEPABLE").ShouldBeGreaterThan(0))
        {
            Excused = new Dictionary<string, string>
            {
                ["x86_64-5.10"] = "without CONFIG_FUNCTION_ERROR_INJECTION it has no function that may sleep",
                ["x86_64-6.1"] = "without CONFIG_FUNCTION_ERROR_INJECTION it has no function that may sleep",
                ["x86_64-6.12"] = "without CONFIG_FUNCTION_ERROR_INJECTION it has no function that may sleep",
                ["aarch64-7.3"] = "the program names a function of x86_64",
            },
            Arguments = ["--only", "on_entry_sleepable"],
            Command = ["pwd", "-P"],
            Missing = "which program on_entry_sleepable needs",
        },
        new("fentry-cookie", "cookies of fentry, fexit, tp_btf", "btf_attach", new Since("6.0", "6.0", null), report =>
            report.Global("COOKIE").ShouldBe(4711))
        {
            Arguments = ["--only", "on_cookie", "--cookie", "on_cookie=4711"],
            Command = ["sh", "-c", "true & wait"],
            Missing = "which program on_cookie ",
        },
        new("fentry-module", "fentry, fexit of modules' functions", "btf_attach", new Since("5.11", "6.0", null), report =>
        {
            report.Global("MADE").ShouldBe(1);
            report.Global("REMOVED").ShouldBeGreaterThan(0);
        })
        {
            Arguments = ["--only", "on_make", "--only", "on_remove"],
            Modules = ["veth"],
            Command = ["sh", "-c", "busybox ip link add name cw9 type veth && busybox ip link del cw9"],
            Missing = "which program on_make needs",
        },
        new("fmod-ret", "fmod_ret", "btf_attach", new Since("5.7", "6.0", null), report =>
        {
            report.Global("MODIFIED").ShouldBe(1);
            (report.Global("MODE") & 0x1ff).ShouldBe(0x1ff, "0777");
            report.Error.ShouldContain("Read-only file system");
            report.CommandExit.ShouldBe(1, "the directory must not be made");
        })
        {
            Arguments = ["--only", "on_result"],
            Command = ["mkdir", "/tmp/fmod-ret"],
            Missing = "which program on_result needs",
        },
        new("lsm", "lsm", "btf_attach", new Since("5.7", "6.0", null), report =>
        {
            report.Global("DENIED").ShouldBe(1);
            report.CommandExit.ShouldBe(1, "the directory must not be made");
        })
        {
            Arguments = ["--only", "on_mkdir"],
            Command = ["mkdir", "/tmp/lsm"],
            Setup = [SecurityFs],
            Excused = WithoutBpfInLsm,
            Missing = "which program on_mkdir needs",
        },
        new("lsm-sleepable", "lsm.s", "btf_attach", new Since("5.10", "6.0", null), report => report.Global("OPENED").ShouldBeGreaterThan(0))
        {
            Arguments = ["--only", "on_open"],
            Command = ["cat", "/proc/uptime"],
            Setup = [SecurityFs],
            Excused = WithoutBpfInLsm,
            Missing = "which program on_open needs",
        },
        new("lsm-cgroup", "lsm_cgroup", "btf_attach", new Since("6.0", "6.4", null), report =>
        {
            report.Global("BOUND").ShouldBeGreaterThan(0);
            report.Global("FAMILY").ShouldBeOneOf(2, 10);
        })
        {
            Arguments = ["--only", "on_bind", "--attach", "on_bind=/sys/fs/cgroup"],
            Command = ["timeout", "1", "nc", "-l", "-p", "4321"],
            Missing = "which program on_bind needs",
        },
        new("iter-task", "iter/task, iter/bpf_map", "iterators", new Since("5.8", "5.8", null), report =>
        {
            report.Iterated("tasks").ShouldContain("\n2 kthreadd\n");
            report.Iterated("maps").ShouldContain("map of 3\n");
        })
        {
            Arguments = ["--only", "tasks", "--only", "maps"],
            Missing = "which program tasks needs",
        },
        new("iter-map-elements", "iter/bpf_map_elem", "iterators", new Since("5.9", "5.9", null), report =>
            report.Iterated("elements").ShouldBe("0: 0\n1: 0\n2: 0\n"))
        {
            Arguments = ["--only", "elements"],
            Missing = "which program elements needs",
        },
        new("iter-sleepable", "iter.s", "iterators", new Since("5.18", "5.18", null), report =>
            report.Iterated("executables").ShouldContain(" bpfrun\n"))
        {
            Arguments = ["--only", "executables"],
            // Its helper is as old; without types of its own, a kernel lacks these first.
            Missing = "program executables ",
        },
        new("freplace", "freplace", "freplace", s_trampolines, report =>
        {
            report.Global("replaced").ShouldBe(41);
            report.Global("result").ShouldBe(0);
        })
        {
            Missing = "which program other_answer needs",
        },
        new("freplace-pinned", "freplace in a pinned program", "freplace", new Since("5.15", "6.0", null), report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("\"replaced\":41");
            report.Global("result").ShouldBe(0);
        })
        {
            Arguments = ["--only", "on_exec", "--pin", "/sys/fs/bpf/cw-freplace"],
            Command =
            [
                "sh", "-c",
                "bpfrun run /job/freplace.bpf.o --json --only other_answer --attach other_answer=/sys/fs/bpf/cw-freplace/on_exec:answer -- "
                + "true; code=$?; rm -r /sys/fs/bpf/cw-freplace; exit $code",
            ],
            Missing = "which --pin of program on_exec needs",
            Excused = new Dictionary<string, string>
            {
                ["armv7-5.10"] = "it is the run inside that is refused: see freplace",
                ["armv7-7.2"] = "it is the run inside that is refused: see freplace",
            },
        },
        new("freplace-number", "freplace in a program given by its number", "freplace", s_trampolines, report =>
        {
            report.CommandExit.ShouldBe(0);
            report.Output.ShouldContain("\"replaced\":41");
            report.Global("result").ShouldBe(0);
        })
        {
            Arguments = ["--only", "on_exec"],
            Command =
            [
                "sh", "-c",
                $"{NetworkSetup.ProgramId("id", "on_exec")}; "
                + "bpfrun run /job/freplace.bpf.o --json --only other_answer --attach other_answer=$id:answer -- true",
            ],
            Excused = new Dictionary<string, string>
            {
                ["aarch64-5.10"] = "it is the run inside that is refused: see freplace",
                ["armv7-5.10"] = "it is the run inside that is refused: see freplace",
                ["armv7-7.2"] = "it is the run inside that is refused: see freplace",
            },
        },
        new("struct-ops", "struct_ops", "struct_ops", new Since("5.6", "6.0", null), report => ProvesStruct(report, "cw_lazy", "map"))
        {
            Command = Congestion("cw_lazy"),
            // BPF trampolines on aarch64, BTF of its own on armv7.
            Missing = "has no B",
        },
        new("struct-ops-link", "struct_ops (link)", "struct_ops_link", new Since("6.4", "6.4", null), report =>
            ProvesStruct(report, "cw_link", "link"))
        {
            Command = Congestion("cw_link"),
            Missing = "which map lazy needs",
        },
        new("syscall", "syscall programs", "syscall_program", new Since("5.14"), report =>
        {
            report.Returned.ShouldBe(42);
            report.Global("runs").ShouldBe(1);
        })
        {
            Verb = "test",
            Arguments = ["run"],
            Missing = "syscall programs, which program run needs",
        },
    ];

    private static void ProvesStruct(FeatureReport report, string name, string how)
    {
        report.CommandExit.ShouldBe(0);
        report.Output.Split().ShouldContain(name);
        report.Output.ShouldEndWith("hello\n");
        report.Global("connections").ShouldBeGreaterThan(0);
        report.Global("acknowledgements").ShouldBeGreaterThan(0);
        report.Attached("on_init").ShouldBe(how);
    }

    // Lists what the kernel has registered, then sends a line over it.
    private static IReadOnlyList<string> Congestion(string name) =>
    [
        "sh", "-c",
        $"cd /proc/sys/net/ipv4; cat tcp_available_congestion_control; ip link set lo up; before=$(cat tcp_congestion_control); "
        + $"echo {name} > tcp_congestion_control && (echo hello | nc -l -p 4322 >/dev/null & sleep 1; nc 127.0.0.1 4322 </dev/null); "
        + "code=$?; echo $before > tcp_congestion_control; exit $code",
    ];
}
