using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Kernels;

/// <summary>
/// Takes kernels out of their packages: what boots, and their BTF. Done once for each kernel; the result is kept in the cache
/// under a digest of the packages that it came from, which are not needed any more afterwards.
/// </summary>
/// <param name="store">Where packages come from.</param>
/// <param name="paths">The cache.</param>
/// <param name="log">Shows long work.</param>
public sealed class KernelPreparer(IToolStore store, BuildPaths paths, IProgressLog log)
{
    // Part of every digest: raise it when what is made of the same packages changes.
    private const string Format = "kernel 2";
    private const string Boot = "boot", Btf = "btf", Release = "release";
    private readonly DwarfTypes _dwarf = new(store, paths.Cache);

    /// <summary>Finds a kernel in the cache, or prepares it. Safe to call for several kernels, and from several builds, at once.</summary>
    /// <param name="kernel">Which.</param>
    /// <param name="cancellationToken">Stops it; nothing half made stays behind.</param>
    /// <exception cref="BuildException">Its packages can't be had, or hold something else than a kernel with BTF or DWARF.</exception>
    public async Task<PreparedKernel> PrepareAsync(Kernel kernel, CancellationToken cancellationToken)
    {
        string digest = ContentDigest.Of(
            [Format, await store.DigestAsync(kernel.ImageSet, cancellationToken), .. await _dwarf.InputsAsync(kernel, cancellationToken)]);
        string folder = Path.Combine(paths.Cache, "kernels", digest);
        string manifest = folder + ".manifest";
        if (await SetManifest.FindDamageAsync(manifest, folder, cancellationToken) is not null)
        {
            using IDisposable only = await CrossProcessLock.AcquireAsync(
                folder + ".lock", () => log.Information($"waiting for another build that prepares {kernel.Id}"), cancellationToken);
            string? damage = await SetManifest.FindDamageAsync(manifest, folder, cancellationToken);
            if (damage is not null && damage != manifest)
                log.Warning($"{damage} was altered or is missing; the kernel {kernel.Id} is prepared again");
            if (damage is not null)
                await MakeAsync(kernel, folder, manifest, cancellationToken);
        }
        string release = (await File.ReadAllTextAsync(Path.Combine(folder, Release), cancellationToken)).Trim();
        return new PreparedKernel(
            kernel, release, Path.Combine(folder, Boot), Path.Combine(folder, Btf), kernel.DebugSet is null, digest);
    }

    private async Task MakeAsync(Kernel kernel, string folder, string manifest, CancellationToken cancellationToken)
    {
        LeftBehind.Remove(folder + ".*.tmp");
        string temporary = $"{folder}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            using (IProgressItem progress = log.Begin($"kernel {kernel.Id}"))
            {
                progress.Report("unpacking");
                string[] packages = await store.PackagesAsync(kernel.ImageSet, cancellationToken);
                (string release, byte[] vmlinuz) = await Task.Run(() => KernelPackage.Read(packages, kernel.Id, cancellationToken), cancellationToken);
                KernelImage image = await Task.Run(() => ReadImage(vmlinuz, kernel), cancellationToken);
                await File.WriteAllBytesAsync(Path.Combine(temporary, Boot), image.Boot, cancellationToken);
                await File.WriteAllTextAsync(Path.Combine(temporary, Release), release + "\n", cancellationToken);
                byte[] btf = kernel.DebugSet is null ? image.Btf : await _dwarf.PrepareAsync(kernel, release, progress, cancellationToken);
                CheckBtf(btf, kernel);
                await File.WriteAllBytesAsync(Path.Combine(temporary, Btf), btf, cancellationToken);
            }

            File.Delete(manifest);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            UnpackedFile[] files = await Task.WhenAll(((string[])[Boot, Btf, Release]).Select(name => Describe(temporary, name, cancellationToken)));
            Directory.Move(temporary, folder);

            // The manifest comes last: without one there is no prepared kernel.
            SetManifest.Write(manifest, folder, files);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task<UnpackedFile> Describe(string folder, string name, CancellationToken cancellationToken) =>
        new(name, ContentDigest.Of(await File.ReadAllBytesAsync(Path.Combine(folder, name), cancellationToken)));

    private static KernelImage ReadImage(byte[] vmlinuz, Kernel kernel)
    {
        try
        {
            return KernelImage.Read(vmlinuz);
        }
        catch (InvalidDataException e)
        {
            throw new BuildException(e.Message, $"vmlinuz of {kernel.Id}", cause: e);
        }
    }

    private static unsafe void CheckBtf(byte[] btf, Kernel kernel)
    {
        var memory = new byte[btf.Length + 4096];
        fixed (byte* block = memory)
        {
            var arena = new Arena(block, memory.Length);
            Fault fault = BtfReader.Open(btf, ref arena, out BtfReader reader);
            if (fault.Failed)
                throw new BuildException($"its BTF is damaged: {fault.Code}, type {fault.Index}", kernel.Id);
            int expected = kernel.DebugSet is null ? 8 : 4;
            if (reader.PointerSize != expected)
                throw new BuildException($"its BTF has pointers of {reader.PointerSize} bytes; {expected} were expected", kernel.Id);
        }
    }
}
