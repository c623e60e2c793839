using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>What Rust programs are given by the support crate's contexts: one object, whatever the machine's registers are called.</summary>
internal sealed class RustContextCases : IFeatureArea
{
    private const string Programs = "Rust programs";

    private static readonly Since s_always = new("5.10");

    // A connection that is refused: nobody listens there.
    private static readonly string[] s_connect = ["sh", "-c", "busybox ip link set lo up; busybox nc 127.0.0.1 4711; true"];

    private static readonly string[] s_exec = ["sh", "-c", "/bin/true & echo $! $$; wait"];

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("rust-probe-arguments", "typed arguments and results of functions (ProbeContext)", "arguments", s_always, Connected)
        {
            Area = Programs,
            Arguments = ["--only", "on_connect", "--only", "on_connected"],
            Command = s_connect,
        },
        new("rust-uprobe-arguments", "typed arguments and results of programs' functions", "arguments", s_always, report =>
        {
            report.Global("QUESTIONS").ShouldBe(5 + 4 + 3 + 2 + 1);
            report.Global("ANSWERS").ShouldBe(6 + 5 + 4 + 3 + 2);
            int first = report.Kernel.Architecture switch { "x86_64" => 0, "aarch64" => 1, _ => 2 };
            report.GlobalValue("ON_STACK")[first].GetInt32().ShouldBe(-5);
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_question", "--only", "on_answer"],
            Command = ["/job/probed"],
            Executables = ProbeCases.Probed,
        },
        new("rust-stack-arguments", "arguments of kernel functions that are on the stack", "arguments", s_always, report =>
        {
            // The last two are pointers into the caller's frame; there is one more argument before them since 6.6.
            bool is32 = report.Kernel.Architecture == "armv7", isOld = Version.Parse(report.Kernel.Version) < new Version(6, 6);
            ulong[] addresses = [.. report.GlobalValue("MAPPED").EnumerateArray().Select(v => unchecked((ulong)FeatureReport.Number(v)))];
            addresses[isOld ? 0 : 1].ShouldBeGreaterThan(is32 ? 0x8000_0000 : 0xff00_0000_0000_0000);
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_mapping"],
        },
        new("rust-usdt", "typed arguments of static probes (UsdtContext)", "usdt", s_always, report =>
        {
            report.Global("HITS").ShouldBe(5);
            report.Global("ARGUMENTS").ShouldBe(3 * 5);
            report.Global("SUM").ShouldBe(5 + 4 + 3 + 2 + 1);
            report.Global("CONSTANT").ShouldBe(77 * 5);
            report.Global("ON_STACK").ShouldBe(-5 * 5);
            report.Global("NO_ARGUMENT").ShouldBe(5);
            report.Global("COOKIE").ShouldBe(4711 * 5);
        })
        {
            Area = Programs,
            Arguments = ["--cookie", "on_beat=4711"],
            Command = ["/job/probed"],
            Executables = ProbeCases.Probed,
        },
        new("rust-syscall-arguments", "typed arguments and results of system calls (SyscallContext)", "arguments", s_always, report =>
        {
            Connected(report);
            Text(report, "OPTIONS").ShouldBe("size=4k");
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_connect_call", "--only", "on_connect_return", "--only", "on_mount"],
            Command = [.. s_connect[..2], $"{s_connect[2]}; mkdir -p /tmp/small; mount -t tmpfs -o size=4k none /tmp/small"],
        },
        new("rust-tracepoint-record", "records of tracepoints by name and by offset (TracePointContext)", "arguments", s_always, report =>
        {
            (long child, _) = Processes(report);
            Text(report, "FILENAME").ShouldBe("/bin/true");
            report.Global("PID").ShouldBe(child);
            report.Global("OTHER_PID").ShouldBe(child);
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_exec"],
            Command = s_exec,
        },
        new("rust-raw-tracepoint", "kernel objects by core_read! and by methods (RawTracePointContext)", "arguments", s_always, report =>
        {
            (long child, long shell) = Processes(report);
            report.Global("PID").ShouldBe(child);
            report.Global("OTHER_PID").ShouldBe(child);
            report.Global("PARENT").ShouldBe(shell);
            report.Global("OTHER_PARENT").ShouldBe(shell);
            Text(report, "COMMAND").ShouldBe("true");
            Text(report, "FILENAME").ShouldBe("/bin/true");
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_raw_exec"],
            Command = s_exec,
        },
        new("rust-facts", "what differs between kernels: flavours, matching types, type ids, words; constants", "arguments", s_always, report =>
        {
            bool isOld = report.Kernel.Version.StartsWith("5.10", StringComparison.Ordinal);
            (report.Global("IS_OLD"), report.Global("IS_NEW")).ShouldBe(isOld ? (1, 0) : (0, 1));
            (report.Global("MATCHES"), report.Global("OTHER_MATCHES")).ShouldBe((1, 0));
            report.Global("TYPE_ID").ShouldBeGreaterThan(0);
            report.Global("STATE").ShouldBe(0, "TASK_RUNNING");
            report.Global("WORD").ShouldBe(report.Kernel.Architecture == "armv7" ? 4 : 8);
            report.Global("EXECS").ShouldBe(3, "the shell and two others");
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_facts", "--set", "COUNTS=true"],
            Command = ["sh", "-c", "/bin/true; /bin/true"],
        },
        new("rust-typed-tracepoint", "kernel objects by core_load! (BtfTracePointContext)", "arguments", new Since("5.5", "5.5", null), report =>
        {
            (long child, long shell) = Processes(report);
            report.Global("PID").ShouldBe(child);
            report.Global("PARENT").ShouldBe(shell);
            report.Global("OTHER_PARENT").ShouldBe(shell);
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_typed_exec"],
            Command = s_exec,
            Missing = "which program on_typed_exec needs",
        },
        new("rust-bitfield", "bit fields by core_read_bitfield!", "arguments", s_always, report =>
        {
            report.Global("PROTOCOL").ShouldBe(6);
            report.Global("VERSION").ShouldBe(4);
            report.Global("WORDS").ShouldBe(5);
            report.Global("HOPS").ShouldBe(-1, "a socket on which nobody has set them");
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_packet", "--only", "on_connect6"],
            Command = [.. s_connect[..2], $"{s_connect[2]}; busybox nc ::1 4711; true"],
        },
        new("rust-function", "typed arguments and results of traced functions (FEntryContext, FExitContext)", "arguments", new Since("5.5", "6.0", null), report =>
        {
            (long child, _) = Processes(report);
            report.Global("SIGNAL").ShouldBe(17, "SIGCHLD");
            report.Global("CHILD").ShouldBe(child);
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_clone", "--only", "on_cloned"],
            Command = s_exec,
            Missing = "which program on_clone needs",
        },
        new("rust-lsm", "security decisions (LsmContext, LsmDecision)", "arguments", new Since("5.7", "6.0", null), report =>
        {
            report.Global("DENIED").ShouldBe(1);
            report.Error.ShouldContain("Read-only file system");
            report.CommandExit.ShouldBe(0, "another name is allowed");
        })
        {
            Area = Programs,
            Arguments = ["--only", "on_mkdir"],
            Command = ["sh", "-c", "mkdir /tmp/denied; mkdir /tmp/allowed && ! test -e /tmp/denied"],
            Setup = [BtfAttachCases.SecurityFs],
            Excused = BtfAttachCases.WithoutBpfInLsm,
            Missing = "which program on_mkdir needs",
        },
        new("rust-iterator", "kernel objects one after the other (IterContext)", "arguments", new Since("5.8", "5.8", null), report =>
            report.Iterated("on_task").ShouldStartWith("00001\n00002\n"))
        {
            Area = Programs,
            Arguments = ["--only", "on_task"],
            Missing = "which program on_task needs",
        },
        new("rust-perf-event", "samples (PerfEventContext)", "arguments", s_always, report => report.Global("INSTRUCTION").ShouldNotBe(0))
        {
            Area = Programs,
            Arguments = ["--only", "on_sample"],
            Command = ["sh", "-c", "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done"],
        },
    ];

    private static void Connected(FeatureReport report)
    {
        report.Global("DESCRIPTOR").ShouldBeGreaterThan(2);
        report.Global("FAMILY").ShouldBe(2, "AF_INET");
        report.Global("PORT").ShouldBe(4711);
        report.Global("LENGTH").ShouldBe(16, "struct sockaddr_in");
        report.Global("RESULT").ShouldBe(-111, "ECONNREFUSED");
    }

    // The command prints the child's id and the shell's own.
    private static (long Child, long Shell) Processes(FeatureReport report)
    {
        string[] ids = report.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(ids[0], CultureInfo.InvariantCulture), long.Parse(ids[1], CultureInfo.InvariantCulture));
    }

    private static string Text(FeatureReport report, string name)
    {
        var value = report.GlobalValue(name);
        return value.ValueKind == System.Text.Json.JsonValueKind.String
            ? value.GetString()!
            : string.Concat(value.EnumerateArray().Select(v => (char)FeatureReport.Number(v)).TakeWhile(c => c != '\0'));
    }
}
