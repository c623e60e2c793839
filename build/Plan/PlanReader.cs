using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Corewright.Build.Plan.Yaml;

namespace Corewright.Build.Plan;

/// <summary>Reads all of <c>targets/</c>, checks it, and ties it together.</summary>
public static class PlanReader
{
    /// <summary>Reads the plan.</summary>
    /// <param name="paths">Where the repository is.</param>
    /// <exception cref="BuildException">With file and line: a key or name is unknown, missing, double or of the wrong kind.</exception>
    public static BuildPlan Read(BuildPaths paths)
    {
        var architectures = new Dictionary<string, Architecture>(StringComparer.Ordinal);
        foreach ((string name, YamlMapping file) in Folder(paths, "architectures"))
            architectures.Add(name, ArchitectureFile.Read(name, file));

        var boards = new Dictionary<string, Board>(StringComparer.Ordinal);
        foreach ((string name, YamlMapping file) in Folder(paths, "boards"))
            boards.Add(name, BoardFile.Read(name, file, architectures));

        PackageCatalogue packages = PackagesFile.Read(YamlFile.Read(paths.Root, Path.Combine(paths.Targets, "packages.yml")));
        (IReadOnlyDictionary<string, Kernel> kernels, IReadOnlyList<PackageSet> kernelSets) = KernelsFile.Read(
            YamlFile.Read(paths.Root, Path.Combine(paths.Targets, "kernels.yml")), architectures, packages);

        var matrices = new Dictionary<string, KernelMatrix>(StringComparer.Ordinal);
        foreach ((string name, YamlMapping file) in Folder(paths, "matrices"))
            matrices.Add(name, MatrixFile.Read(name, file, kernels));

        var sets = packages.Sets.Values.Concat(kernelSets).ToDictionary(set => set.Name, StringComparer.Ordinal);
        return new BuildPlan(architectures, boards, kernels, matrices, Programs(paths))
        {
            Packages = packages with { Sets = sets },
        };
    }

    // A program is a crate in ebpf-crates/programs/: adding one is adding its folder.
    private static string[] Programs(BuildPaths paths)
    {
        string folder = Path.Combine(paths.EbpfCrates, "programs");
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateDirectories(folder)
            .Where(crate => File.Exists(Path.Combine(crate, "Cargo.toml")))
            .Select(crate => Path.GetFileName(crate))
            .Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Name, YamlMapping File)> Folder(BuildPaths paths, string name)
    {
        string folder = Path.Combine(paths.Targets, name);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        if (files.Length == 0)
            throw new BuildException("no file is there", $"targets/{name}", "restore the folder from version control");
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            // "x86_64.yaml" or "x86_64.yml~" would be passed over in silence.
            if (!file.EndsWith(".yml", StringComparison.Ordinal))
            {
                throw new BuildException(
                    "not a .yml file", Path.GetRelativePath(paths.Root, file).Replace('\\', '/'), "rename or remove it");
            }

            yield return (Path.GetFileNameWithoutExtension(file), YamlFile.Read(paths.Root, file));
        }
    }
}
