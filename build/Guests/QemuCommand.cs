using System;
using System.Collections.Generic;
using System.Globalization;
using CliWrap;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Guests;

/// <summary>QEMU's command line for one guest, run from its package set without being installed.</summary>
internal static class QemuCommand
{
    /// <summary>The guest's memory: the least that boots is 96 MiB.</summary>
    private const int MemoryMegabytes = 256;

    /// <summary>The command, with nothing attached yet.</summary>
    /// <param name="root">The set <c>qemu</c>.</param>
    /// <param name="architecture">The guest's.</param>
    /// <param name="kernel">What boots.</param>
    /// <param name="initramfs">The base and the job's archive, one after the other.</param>
    /// <param name="results">The file that receives the result line.</param>
    /// <param name="kvm">Run on the processor itself instead of emulating one.</param>
    /// <param name="countsInstructions">A nanosecond passes with each instruction; only without KVM.</param>
    /// <param name="processors">How many the guest has.</param>
    public static Command Create(
        ToolRoot root, Architecture architecture, PreparedKernel kernel, string initramfs, string results, bool kvm,
        bool countsInstructions = false, int processors = 1)
    {
        QemuSettings qemu = architecture.Qemu;
        string[] arguments =
        [
            "-L", root.File("usr/share/qemu"), "-L", root.File("usr/share/seabios"),
            "-M", qemu.Machine, "-accel", kvm ? "kvm" : "tcg", "-cpu", kvm ? "host" : qemu.Cpu,
            .. countsInstructions ? ["-icount", "shift=0,sleep=off"] : Array.Empty<string>(),
            "-m", MemoryMegabytes.ToString(CultureInfo.InvariantCulture), "-smp", processors.ToString(CultureInfo.InvariantCulture),
            // A reset, which is how panic=-1 and "reboot -f" end, ends QEMU.
            "-nographic", "-no-reboot", "-nodefaults", "-serial", "stdio",
            "-chardev", $"file,id=results,path={results.Replace(",", ",,", StringComparison.Ordinal)}",
            "-device", $"{qemu.ResultDevice},chardev=results",
            "-kernel", kernel.BootImage, "-initrd", initramfs, "-append", string.Join(' ', KernelArguments(architecture, kernel, countsInstructions)),
        ];
        return root.Command("usr/bin/" + qemu.Program, arguments)
            .WithEnvironmentVariables(e => e.Set("QEMU_MODULE_DIR", root.File("usr/lib/x86_64-linux-gnu/qemu")));
    }

    private static IEnumerable<string> KernelArguments(Architecture architecture, PreparedKernel kernel, bool countsInstructions)
    {
        yield return $"console={architecture.Qemu.Console}";
        yield return "rdinit=/init";
        yield return "panic=-1";
        yield return architecture.Qemu.KernelArguments;
        if (kernel.Kernel.Arguments.Length > 0)
            yield return kernel.Kernel.Arguments;
        // A counter that counts instructions is one of 1 GHz.
        if (architecture.Name == "x86_64" && (countsInstructions ? 1_000_000 : TimeStampCounter.Kilohertz) is { } rate)
        {
            yield return "tsc=reliable";
            yield return string.Create(CultureInfo.InvariantCulture, $"tsc_early_khz={rate}");
        }
    }
}
