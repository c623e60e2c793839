using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Matrix.Programs;

namespace Corewright.Build.Matrix;

/// <summary>A program as a guest gets it.</summary>
/// <param name="Object">What libbpf loads.</param>
/// <param name="Loader">What brings the same object along.</param>
internal sealed record ProvedProgram(EbpfObject Object, LoaderBinary Loader)
{
    /// <summary>Its name.</summary>
    public string Name => Object.Program;
}

/// <summary>What a guest does to prove programs on one kernel.</summary>
internal static class MatrixJob
{
    // Of while-attached: the workload may take this long, and the loader the rest.
    private const int WorkloadSeconds = 60;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90), s_runningPatience = TimeSpan.FromSeconds(WorkloadSeconds + 90);

    /// <summary>Reads the files and lists the steps.</summary>
    /// <param name="programs">What is proved.</param>
    /// <param name="kernel">What boots.</param>
    /// <param name="modules">What the programs need of it that is not built in, in an order in which it can be loaded.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<GuestJob> CreateAsync(
        IReadOnlyList<ProvedProgram> programs, PreparedKernel kernel, IReadOnlyList<KernelModule> modules, CancellationToken cancellationToken)
    {
        var files = new List<GuestFile>
        {
            new("/job/load", BaseInitramfs.Script("load"), Executable: true),
            new("/job/while-attached", BaseInitramfs.Script("while-attached"), Executable: true),
            new("/job/patience", BaseInitramfs.Script("patience")),
        };
        var steps = new List<GuestStep>();
        foreach (ProvedProgram program in programs)
        {
            string file = $"/job/{program.Name}.bpf.o";
            files.Add(new GuestFile(file, RequiredPrograms.Of(await File.ReadAllBytesAsync(program.Object.Path, cancellationToken))));
            steps.Add(new GuestStep(Loading(program.Name), ["/job/load", file, "/sys/fs/bpf/" + program.Name], s_patience));
        }
        if (!kernel.HasOwnBtf)
        {
            // libbpf finds types of a kernel without BTF in this place. Our loaders have to bring their own, so they go before those run.
            string types = "/boot/vmlinux-" + kernel.Release;
            files.Add(new GuestFile(types, await File.ReadAllBytesAsync(kernel.Btf, cancellationToken)));
            steps.Add(new GuestStep("hiding", ["rm", types], s_patience));
        }
        foreach (KernelModule module in modules)
        {
            string file = $"/job/modules/{module.Name}.ko";
            files.Add(new GuestFile(file, module.Content));
            steps.Add(new GuestStep(Step("insmod", module.Name), ["busybox", "insmod", file], s_patience));
        }
        steps.Add(new GuestStep("loopback", ["busybox", "ip", "link", "set", "lo", "up"], s_patience));
        foreach (ProvedProgram program in programs)
        {
            ProgramProof proof = ProgramProofs.Of(program.Name);
            string loader = $"/job/{program.Name}", workload = loader + ".sh", running = Running(program.Name);
            files.Add(new GuestFile(loader, await File.ReadAllBytesAsync(program.Loader.Path, cancellationToken), Executable: true));
            files.Add(new GuestFile(workload, proof.Workload));
            files.AddRange(proof.Files);
            steps.Add(new GuestStep(Checking(program.Name), [loader, "check", "--json"], s_patience));
            string seconds = WorkloadSeconds.ToString(CultureInfo.InvariantCulture);
            string[] line = ["/job/while-attached", running, seconds, workload, loader, "--json"];
            steps.Add(new GuestStep(running, [.. line, .. proof.Arguments], s_runningPatience));
        }
        return new GuestJob(Name(programs, kernel), files, steps) { IsDivisible = programs.Count > 1 };
    }

    /// <summary>The step in which libbpf loads a program's object.</summary>
    public static string Loading(string program) => Step("loading", program);

    /// <summary>The step in which our loader loads it.</summary>
    public static string Checking(string program) => Step("checking", program);

    /// <summary>The step in which our loader is attached.</summary>
    public static string Running(string program) => Step("running", program);

    /// <summary>Whether a step is a program's own.</summary>
    public static bool IsStepOf(string program, string step) =>
        ((string[])["loading", "checking", "running"]).Any(s => Step(s, program) == step);

    private static string Step(string what, string program) => $"{what}-{program.Replace('_', '-')}";

    private static string Name(IReadOnlyList<ProvedProgram> programs, PreparedKernel kernel) => string.Create(CultureInfo.InvariantCulture,
        $"{(programs.Count == 1 ? programs[0].Name : $"{programs.Count} programs")} on {kernel.Kernel.Id}");
}
