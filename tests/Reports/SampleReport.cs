using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Ebpf;
using Corewright.Build.Loaders;
using Corewright.Build.Matrix;
using Corewright.Build.Packages;
using Corewright.Build.Reports;

namespace Corewright.Tests.Reports;

/// <summary>A run with nine kernels, made up: one program, relocations of several kinds, events, logs.</summary>
internal static class SampleReport
{
    internal const string Hostile = "\u001b[2J</pre><script>alert(1)</script>\u202egnp.exe\u0000 & \"quotes\" 'n' ]]> \ud800";

    internal static readonly (string Id, string Architecture, string Version)[] Kernels =
    [
        ("x86_64-5.10", "x86_64", "5.10"), ("x86_64-6.1", "x86_64", "6.1"), ("x86_64-6.12", "x86_64", "6.12"),
        ("x86_64-7.3", "x86_64", "7.3"), ("aarch64-5.10", "aarch64", "5.10"), ("aarch64-6.12", "aarch64", "6.12"),
        ("aarch64-7.3", "aarch64", "7.3"), ("armv7-6.12", "armv7", "6.12"), ("armv7-7.2", "armv7", "7.2"),
    ];

    /// <summary>Everything passes.</summary>
    internal static BuildReport Passing() => Make(k => Cell(k, Verdict.Pass, ""));

    /// <summary>One cell of each verdict; the guest prints hostile text.</summary>
    internal static BuildReport Mixed() => Make(k => k switch
    {
        0 => Cell(k, Verdict.Pass, ""),
        1 => Cell(k, Verdict.RelocationFailed, "task_struct.start_boottime has no value on this kernel and no guard"),
        2 => Cell(k, Verdict.LibbpfRefused, "bpftool prog loadall exits with 255: " + Hostile),
        3 => Cell(k, Verdict.VerifierRefused, "on_exec is refused with EACCES (13) after 123 instructions"),
        4 => Cell(k, Verdict.LoaderFailed, "the loader ends with exit code 5"),
        5 => Cell(k, Verdict.ResolversDisagree, "relocation on_exec #1: offline 1264, libbpf 1264, loader 1272") with
        {
            Loader = [.. Relocations(k).Select(r => r.Index == 1 && r.Program == "on_exec" ? r with { Value = 1272 } : r)],
        },
        6 => Cell(k, Verdict.EventsWrong, "exec.ppid is 0, the parent is 88") with
        {
            Events = [.. Events().Select(e => e.Field == "ppid" ? e with { Found = "0", Matches = false } : e)],
        },
        7 => Cell(k, Verdict.Infrastructure, "no end marker within 60 s, twice") with { Attempts = 2, Libbpf = [], Loader = [], Events = [] },
        _ => null,
    });

    /// <summary>Nine programs: two failures among 81 cells.</summary>
    internal static BuildReport Nine()
    {
        BuildReport one = Passing();
        string[] programs = ["execwatch", "filewatch", "netwatch", "xdpwall", "flowmeter", "netguard", "runqlat", "profile", "dnslat"];
        return one with
        {
            Objects = [.. programs.Select(p => new EbpfObject(p, $"/o/artifacts/ebpf/{p}.bpf.o", Digest(p), 12_184))],
            Loaders = [.. programs.SelectMany(p => one.Loaders.Select(l => l with { Program = p, Path = l.Path.Replace("execwatch", p) }))],
            Packages = [.. programs.SelectMany(p => one.Packages.Select(f => f with { Program = p, Path = f.Path.Replace("execwatch", p) }))],
            Offline = [.. programs.SelectMany(p => one.Offline.Select(o => o with { Program = p }))],
            Cells =
            [
                .. programs.SelectMany(p => one.Cells.Select(c => (p, c.KernelId) switch
                {
                    ("netwatch", "armv7-6.12") => c with { Program = p, Verdict = Verdict.VerifierRefused, Detail = "the verifier refuses 'on_state' with errno 13" },
                    ("profile", "aarch64-5.10") => c with
                    {
                        Program = p, Verdict = Verdict.Infrastructure, Attempts = 4, Detail = "the guest did not end in 90 s", Libbpf = [], Loader = [], Events = [],
                    },
                    _ => c with { Program = p },
                })),
            ],
        };
    }

    private static BuildReport Make(Func<int, MatrixCell?> cell) => new(
        "0.1.0", "0123456789abcdef0123456789abcdef01234567", DateTimeOffset.FromUnixTimeSeconds(1_790_000_000), "quick",
        [new EbpfObject("execwatch", "/o/artifacts/ebpf/execwatch.bpf.o", Digest("object"), 12_184)],
        [.. new[] { "x86_64", "aarch64", "armv7" }.Select((a, i) =>
            new LoaderBinary("execwatch", a, "/o/execwatch-" + a, 98_304 + (i * 5_000), 12_184, Digest(a)))],
        [.. new[] { "x86_64", "aarch64", "armv7" }.Select(a =>
            new PackageFile("execwatch", a, "tar.gz", $"/o/execwatch-0.1.0-linux-{a}.tar.gz", 55_000, Digest("p" + a)))],
        [.. Kernels.Select(k => new ReportedKernel(
            k.Id, k.Architecture, k.Version, "sample", k.Version + ".0-sample", k.Architecture != "armv7", Digest(k.Id)))],
        [.. Kernels.Select((k, i) => new OfflineResult("execwatch", k.Id, Relocations(i), TimeSpan.FromMilliseconds(0.9 + (i * 0.1)),
            cell(i)?.Verdict == Verdict.RelocationFailed ? cell(i)!.Detail : null))],
        [.. Enumerable.Range(0, Kernels.Length).Select(cell).OfType<MatrixCell>()],
        [new ReportedTool("toolchain", Digest("t")), new ReportedTool("qemu", Digest("q"))],
        [new ReportedStage("Ebpf", TimeSpan.FromSeconds(2.5)), new ReportedStage("Matrix", TimeSpan.FromSeconds(21.25))]);

    private static MatrixCell Cell(int kernel, Verdict verdict, string detail) => new(
        "execwatch", Kernels[kernel].Id, Kernels[kernel].Architecture, Kernels[kernel].Version + ".0-sample", verdict, detail,
        TimeSpan.FromMilliseconds(1800 + (kernel * 321)), kernel == 0, 1,
        Relocations(kernel), Relocations(kernel), Relocations(kernel), Events(),
        new Dictionary<string, string>
        {
            ["console"] = string.Join("\r\n", Enumerable.Range(0, 40).Select(i => $"[    {i}.000000] sample line {i}")),
            ["bpftool"] = "libbpf: sample\n" + Hostile,
            ["loader"] = "{\"loader\":\"execwatch\"}",
        });

    private static RelocationOutcome[] Relocations(int kernel)
    {
        ulong four = Kernels[kernel].Architecture == "armv7" ? 4UL : 8UL;
        ulong shift = (ulong)(kernel % 4) * 16;
        return
        [
            new("on_exec", 0, 3, "byte_off", "task_struct.tgid", 1260 + shift),
            new("on_exec", 1, 7, "byte_off", "task_struct.real_parent", 1272 + shift),
            new("on_exec", 2, 8, "byte_sz", "task_struct.real_parent", four),
            new("on_exec", 3, 15, "field_exists", "task_struct.start_boottime", kernel == 4 ? 0UL : 1UL),
            new("on_exec", 4, 16, "byte_off", "task_struct.start_boottime", kernel == 4 ? null : 1500 + shift),
            new("on_exit", 0, 3, "byte_off", "task_struct.exit_code", 1208 + shift),
            new("on_exit", 1, 9, "type_size", "task_struct", 9792 + (shift * 8)),
        ];
    }

    private static EventField[] Events() =>
    [
        .. new[] { "exec", "exit" }.SelectMany(e => new EventField[]
        {
            new(e, "pid", "91", "91", true), new(e, "ppid", "88", "88", true), new(e, "comm", "true", "true", true),
            new(e, "start_time_ns", "123450000000", "123456000000", true),
        }),
        new("exec", "filename", "/bin/true", "/bin/true", true), new("exit", "exit_code", "42", "42", true),
    ];

    private static string Digest(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
