using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Btf;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;

namespace Corewright.Build.Loaders;

/// <summary>The BTF that a loader brings along for kernels that have none: each cut down to what the object needs.</summary>
public static class EmbeddedKernels
{
    /// <summary>Makes the files, beside the other intermediate ones.</summary>
    /// <param name="program">The object.</param>
    /// <param name="kernels">All kernels of the run; those with BTF of their own are passed over.</param>
    /// <param name="paths">Where to.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <returns>By architecture.</returns>
    /// <exception cref="BuildException">A relocation can't be resolved on such a kernel.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<EmbeddedBtf>>> PrepareAsync(
        EbpfObject program, IReadOnlyList<PreparedKernel> kernels, BuildPaths paths, CancellationToken cancellationToken)
    {
        var made = new List<(string Architecture, EmbeddedBtf Btf)>();
        string folder = Path.Combine(paths.Intermediate, "btf");
        Directory.CreateDirectory(folder);
        byte[] elf = await File.ReadAllBytesAsync(program.Path, cancellationToken);
        foreach (var kernel in kernels.Where(k => !k.HasOwnBtf))
        {
            // The name says what it was made of.
            string path = Path.Combine(folder, $"{program.Program}-{program.Sha256[..16]}-{kernel.Digest[..16]}.btf");
            byte[] whole = await File.ReadAllBytesAsync(kernel.Btf, cancellationToken);
            await File.WriteAllBytesAsync(path + ".new", MinimalBtf.Create(elf, whole), cancellationToken);
            File.Move(path + ".new", path, overwrite: true);
            made.Add((kernel.Kernel.Architecture, new EmbeddedBtf(kernel.Release, path)));
        }

        return made.GroupBy(m => m.Architecture)
            .ToDictionary(g => g.Key, IReadOnlyList<EmbeddedBtf> (g) => [.. g.Select(m => m.Btf)]);
    }
}
