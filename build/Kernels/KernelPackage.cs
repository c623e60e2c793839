using System;
using System.Collections.Generic;
using System.Threading;
using Corewright.Build.Store;

namespace Corewright.Build.Kernels;

/// <summary>Finds vmlinuz in a kernel's packages: in <c>/boot</c> up to 7.0, beside the modules from 7.2 on.</summary>
internal static class KernelPackage
{
    private const int MaximumBytes = 256 << 20;

    /// <summary>The release that vmlinuz' place names, and its bytes.</summary>
    /// <param name="packages">The set's <c>.deb</c> files, verified.</param>
    /// <param name="kernel">For errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="BuildException">No package holds it, or one is damaged.</exception>
    public static (string Release, byte[] Content) Read(
        IEnumerable<string> packages, string kernel, CancellationToken cancellationToken)
    {
        foreach (string package in packages)
        {
            foreach (PackageEntry entry in DebianPackage.ReadEntries(package))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry.Kind != EntryKind.File || Release(entry.Path) is not { } release)
                    continue;
                if (entry.Size is 0 or > MaximumBytes)
                    throw new BuildException($"'{entry.Path}' has {entry.Size} bytes", package);
                var image = new byte[entry.Size];
                entry.Content.ReadExactly(image);
                return (release, image);
            }
        }
        throw new BuildException("no package of the kernel's set holds a vmlinuz", kernel, "see its package in targets/kernels.yml");
    }

    private static string? Release(string path) => path.Split('/') switch
    {
        ["boot", var file] when file.StartsWith("vmlinuz-", StringComparison.Ordinal) => file["vmlinuz-".Length..],
        [.., "lib", "modules", var folder, "vmlinuz"] => folder,
        _ => null,
    };
}
