using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan.Yaml;

namespace Corewright.Build.Plan;

/// <summary><c>targets/kernels.yml</c>. Each kernel also makes the package sets that it is fetched by.</summary>
internal static class KernelsFile
{
    public static (IReadOnlyDictionary<string, Kernel> Kernels, IReadOnlyList<PackageSet> Sets) Read(
        YamlMapping file, IReadOnlyDictionary<string, Architecture> architectures, PackageCatalogue packages)
    {
        var kernels = new Dictionary<string, Kernel>(StringComparer.Ordinal);
        var sets = new List<PackageSet>();
        foreach (YamlMapping entry in new KeyReader(file, "kernels").Mappings("kernels"))
        {
            var keys = new KeyReader(entry, "architecture", "version", "suite", "package", "debug-package", "modules-package", "kernel-arguments");
            string architecture = keys.OneOf("architecture", "architecture", architectures.Keys);
            string version = Version(keys.Scalar("version"));
            string suite = keys.OneOf("suite", "suite", packages.Suites.Keys);
            string id = $"{architecture}-{version}";
            YamlScalar? debug = keys.OptionalScalar("debug-package");
            YamlScalar? modules = keys.OptionalScalar("modules-package");
            var kernel = new Kernel(id, architecture, version, suite, "kernel-" + id, debug is null ? null : "kernel-debug-" + id)
            {
                Arguments = keys.OptionalScalar("kernel-arguments")?.Text ?? "",
            };
            if (modules is not null)
                kernel = kernel with { ModuleSet = "kernel-modules-" + id };
            if (!kernels.TryAdd(id, kernel))
                throw new BuildException($"kernel '{id}' is described twice", entry.Where, "keep one");

            string debian = architectures[architecture].Debian;
            sets.Add(Set(kernel.ImageSet, debian, suite, keys.Scalar("package")));
            if (debug is not null)
                sets.Add(Set(kernel.DebugSet!, debian, suite, debug));
            if (modules is not null)
                sets.Add(Set(kernel.ModuleSet, debian, suite, modules));
        }

        return (kernels, sets);
    }

    // A kernel is read, not installed: what its package depends on is of no use.
    private static PackageSet Set(string name, string debian, string suite, YamlScalar package) =>
        new(name, debian, [suite], [PackagesFile.PackageName(package)], [], Dependencies: false, package.Where);

    // YAML takes an unquoted 5.10 for the number 5.1. We don't, but other readers of the file may.
    private static string Version(YamlScalar version)
    {
        bool valid = version.Text.Contains('.', StringComparison.Ordinal)
            && version.Text.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
        if (!valid)
            throw new BuildException($"'{version.Text}' is not a kernel version such as \"6.12\"", version.Where);
        return version.Quoted
            ? version.Text
            : throw new BuildException($"version {version.Text} is not quoted", version.Where, $"write \"{version.Text}\"");
    }
}
