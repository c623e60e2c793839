using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;

namespace Corewright.Tests.Features;

/// <summary>What a guest does to show all features on one kernel: a step for each, and some before.</summary>
internal static class FeatureJob
{
    private const string Types = "/job/kernel.btf";
    private static readonly TimeSpan s_setupPatience = TimeSpan.FromSeconds(20);

    /// <summary>Puts the job together.</summary>
    /// <param name="kernel">What boots.</param>
    /// <param name="features">What is shown.</param>
    /// <param name="bpfrun">The executable for the kernel's architecture.</param>
    /// <param name="objects">By name.</param>
    /// <param name="modules">The modules that the features ask for, in an order in which they can be loaded.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<GuestJob> CreateAsync(
        PreparedKernel kernel, IReadOnlyList<Feature> features, byte[] bpfrun, IReadOnlyDictionary<string, byte[]> objects,
        IReadOnlyList<KernelModule> modules, CancellationToken cancellation)
    {
        var files = new List<GuestFile> { new("/bin/bpfrun", bpfrun, Executable: true) };
        var steps = new List<GuestStep>();
        if (!kernel.HasOwnBtf)
            files.Add(new GuestFile(Types, await File.ReadAllBytesAsync(kernel.Btf, cancellation)));
        foreach (string name in features.Select(f => f.Object).Distinct())
            files.Add(new GuestFile($"/job/{name}.bpf.o", objects[name]));
        foreach (KernelModule module in modules)
        {
            files.Add(new GuestFile($"/job/modules/{module.Name}.ko", module.Content));
            steps.Add(new GuestStep(ModuleStep(module.Name), ["busybox", "insmod", $"/job/modules/{module.Name}.ko"], s_setupPatience));
        }
        foreach (Feature feature in features)
        {
            files.AddRange(feature.Files.Select(f => new GuestFile(f.Key, f.Value, Executable: true)));
            foreach ((string path, Func<string, Task<byte[]>> make) in feature.Executables)
            {
                if (files.TrueForAll(f => f.Path != path))
                    files.Add(new GuestFile(path, await make(kernel.Kernel.Architecture), Executable: true));
            }
            for (int i = 0; i < feature.Setup.Count; i++)
                steps.Add(new GuestStep(SetupStep(feature, i), Expanded(feature.Setup[i], kernel), s_setupPatience));
            steps.Add(new GuestStep(feature.Name, Line(feature, kernel), feature.Patience));
        }
        return new GuestJob($"features on {kernel.Kernel.Id}", files, steps) { IsDivisible = features.Count > 1 };
    }

    /// <summary>The step that prepares a feature.</summary>
    public static string SetupStep(Feature feature, int index) => $"{feature.Name}-setup-{index}";

    /// <summary>Whether a step is one of a feature's.</summary>
    public static bool IsStepOf(Feature feature, string step) =>
        step == feature.Name || (step.StartsWith(feature.Name + "-setup-", StringComparison.Ordinal));

    /// <summary>The step that loads a module.</summary>
    public static string ModuleStep(string module) => "insmod-" + module.Replace('_', '-');

    private static IReadOnlyList<string> Line(Feature feature, PreparedKernel kernel) =>
    [
        "/bin/bpfrun", feature.Verb, $"/job/{feature.Object}.bpf.o", .. feature.Arguments, "--json",
        .. kernel.HasOwnBtf ? Array.Empty<string>() : ["--btf", Types],
        .. feature.Verb == "run" ? ["--", .. Expanded(feature.Command, kernel)] : Array.Empty<string>(),
    ];

    // Another bpfrun, in a set-up or as a command, needs the kernel's types as much.
    private static IReadOnlyList<string> Expanded(IReadOnlyList<string> line, PreparedKernel kernel) =>
        [.. line.SelectMany(word => word != Feature.TypesOption ? [word] : kernel.HasOwnBtf ? Array.Empty<string>() : ["--btf", Types])];
}
