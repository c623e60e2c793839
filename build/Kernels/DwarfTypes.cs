using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Kernels;

/// <summary>
/// The BTF of kernels that have none (armv7), made from their debug packages. 5 MB out of 800: kept apart from everything else
/// that a kernel is turned into, so that changing that never needs the package again, which is given back to the store.
/// </summary>
internal sealed class DwarfTypes(IToolStore store, string cache)
{
    // Part of every key: raise it when what is made of the same package changes.
    private const string Format = "dwarf types 1";

    /// <summary>What the BTF depends on; nothing for a kernel that has its own.</summary>
    public async Task<string[]> InputsAsync(Kernel kernel, CancellationToken cancellationToken) => kernel.DebugSet is null
        ? [] : [Format, await store.DigestAsync(kernel.DebugSet, cancellationToken), await store.DigestAsync("dwarves", cancellationToken)];

    /// <summary>The raw BTF, from the cache or from the debug package.</summary>
    /// <param name="kernel">A kernel with a debug set.</param>
    /// <param name="release">The release of its image, which the debug package has to be of.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BuildException">The package can't be had, is of another release, or pahole failed.</exception>
    public async Task<byte[]> PrepareAsync(Kernel kernel, string release, IProgressItem progress, CancellationToken cancellationToken)
    {
        string digest = ContentDigest.Of([.. await InputsAsync(kernel, cancellationToken), release]);
        string path = Path.Combine(cache, "kernels", "dwarf", digest + ".btf");
        if (!await CacheFile.IsIntactAsync(path, cancellationToken))
        {
            using IDisposable only = await CrossProcessLock.AcquireAsync(path + ".lock", null, cancellationToken);
            if (await CacheFile.IsIntactAsync(path, cancellationToken))
                return await File.ReadAllBytesAsync(path, cancellationToken);
            LeftBehind.Remove(path + ".*.tmp");
            await CacheFile.WriteAsync(path, await MakeAsync(kernel.DebugSet!, kernel.Id, release, path, progress, cancellationToken), cancellationToken);
            await store.ForgetAsync(kernel.DebugSet!, cancellationToken);
        }
        return await File.ReadAllBytesAsync(path, cancellationToken);
    }

    private async Task<byte[]> MakeAsync(
        string debugSet, string id, string release, string path, IProgressItem progress, CancellationToken cancellationToken)
    {
        string[] packages = await store.PackagesAsync(debugSet, cancellationToken);
        ToolRoot dwarves = await store.OpenAsync("dwarves", cancellationToken);
        string folder = $"{path}.{Environment.ProcessId}.tmp", vmlinux = Path.Combine(folder, "vmlinux"), btf = Path.Combine(folder, "btf");
        Directory.CreateDirectory(folder);
        try
        {
            string package = packages is [var only]
                ? only : throw new BuildException($"a set of one debug package was expected; it has {packages.Length}", debugSet);
            string found = await DebugVmlinux.ExtractAsync(package, vmlinux, progress, cancellationToken);
            if (found != release)
                throw new BuildException(
                    $"the debug package is of {found}, the kernel of {release}", id, "pin both to the same version: ./build.sh --target=Lock");
            progress.Report("making BTF from DWARF");
            await DwarfBtf.EncodeAsync(dwarves, vmlinux, btf, cancellationToken);
            return await File.ReadAllBytesAsync(btf, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
