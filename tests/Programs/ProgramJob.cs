using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;

namespace Corewright.Tests.Programs;

/// <summary>What a guest does to show all programs on one kernel: a step for each run, and some before.</summary>
internal static class ProgramJob
{
    private static readonly TimeSpan s_setupPatience = TimeSpan.FromSeconds(30);

    // What while-attached gives the loader beyond the workload's time, to attach and to end.
    private static readonly TimeSpan s_loaderPatience = TimeSpan.FromSeconds(90);

    /// <summary>Puts the job together.</summary>
    /// <param name="kernel">What boots.</param>
    /// <param name="cases">What is shown.</param>
    /// <param name="loaders">The loaders for the kernel's architecture, by program.</param>
    /// <param name="modules">The modules that the cases ask for, in an order in which they can be loaded.</param>
    public static async Task<GuestJob> CreateAsync(
        PreparedKernel kernel, IReadOnlyList<ProgramCase> cases, IReadOnlyDictionary<string, byte[]> loaders, IReadOnlyList<KernelModule> modules)
    {
        var files = new List<GuestFile>
        {
            new("/job/while-attached", BaseInitramfs.Script("while-attached"), Executable: true),
            new("/job/patience", BaseInitramfs.Script("patience")),
        };
        var steps = new List<GuestStep>();
        foreach (KernelModule module in modules)
        {
            files.Add(new GuestFile($"/job/modules/{module.Name}.ko", module.Content));
            steps.Add(new GuestStep(
                "insmod-" + module.Name.Replace('_', '-'), ["busybox", "insmod", $"/job/modules/{module.Name}.ko"], s_setupPatience));
        }
        foreach (ProgramCase program in cases)
        {
            files.Add(new GuestFile($"/job/{program.Program}", loaders[program.Program], Executable: true));
            foreach ((string path, byte[] content) in program.Files)
                files.Add(new GuestFile(path, content, Executable: true));
            foreach ((string path, Func<string, Task<byte[]>> make) in program.Executables)
                files.Add(new GuestFile(path, await make(kernel.Kernel.Architecture), Executable: true));
            if (program.Setup.Length > 0)
                steps.Add(new GuestStep(SetupStep(program), ["sh", "-c", program.Setup], s_setupPatience));
            foreach (ProgramRun run in program.Runs)
            {
                string step = RunStep(program, run), workload = $"/job/{step}.sh";
                files.Add(new GuestFile(workload, Encoding.UTF8.GetBytes(run.Workload + "\n")));
                string seconds = ((int)run.Patience.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                string[] line = ["/job/while-attached", step, seconds, workload, $"/job/{program.Program}", .. run.Json ? ["--json"] : Array.Empty<string>()];
                steps.Add(new GuestStep(step, [.. line, .. run.Arguments], run.Patience + s_loaderPatience));
            }
        }
        return new GuestJob($"programs on {kernel.Kernel.Id}", files, steps) { IsDivisible = cases.Count > 1 };
    }

    /// <summary>The step that prepares a program.</summary>
    public static string SetupStep(ProgramCase program) => program.Program + "-setup";

    /// <summary>Whether a step is one of a program's.</summary>
    public static bool IsStepOf(ProgramCase program, string step) =>
        step == SetupStep(program) || program.Runs.Any(run => RunStep(program, run) == step);

    /// <summary>The step that is a run.</summary>
    public static string RunStep(ProgramCase program, ProgramRun run) => $"{program.Program}-{run.Name}";
}
