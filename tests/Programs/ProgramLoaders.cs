using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Corewright.Tests.Ebpf;
using Corewright.Tests.Guests;

namespace Corewright.Tests.Programs;

/// <summary>The loaders of the repository's own programs, as the build makes them; what nobody changed is not made again.</summary>
internal static class ProgramLoaders
{
    // Not where the build puts those that it ships.
    private static readonly BuildPaths s_paths = new(Path.Combine(RepositoryStore.Paths.Intermediate, "programs"), RepositoryStore.Paths.Cache);

    /// <summary>Makes a program's loader for each architecture of some kernels.</summary>
    /// <param name="program">A folder of <c>ebpf-crates/programs</c>.</param>
    /// <param name="kernels">All kernels that it shall run on; it brings types for those that have none.</param>
    /// <param name="cancellation">Kills the compilers.</param>
    /// <returns>The executables, by architecture.</returns>
    /// <exception cref="BuildException">It does not compile, or can't work on one of the kernels.</exception>
    public static async Task<IReadOnlyDictionary<string, byte[]>> BuildAsync(
        string program, IReadOnlyList<string> kernels, CancellationToken cancellation)
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        EbpfObject made = await new EbpfBuilder(RepositoryStore.Paths, toolchain, RepositoryStore.Log)
            .BuildAsync(program, CrateFolder.Settings, cancellation);
        PreparedKernel[] prepared = await Task.WhenAll(kernels.Select(id => TestGuests.PrepareAsync(id, cancellation)));
        using System.IDisposable only = await CrossProcessLock.AcquireAsync(
            Path.Combine(s_paths.Root, program + ".lock"), () => { }, cancellation);
        if (!Directory.Exists(s_paths.Packaging))
            Directory.CreateSymbolicLink(s_paths.Packaging, RepositoryStore.Paths.Packaging);
        var btf = await EmbeddedKernels.PrepareAsync(made, prepared, s_paths, cancellation);
        Architecture[] architectures = [.. prepared.Select(TestGuests.Architecture).DistinctBy(a => a.Name)];
        var loaders = await new LoaderBuilder(s_paths, RepositoryStore.Store, RepositoryStore.Log)
            .BuildAsync(new LoaderRequest(made, "0.1.0", architectures, btf, []), cancellation);
        var executables = new Dictionary<string, byte[]>();
        foreach (LoaderBinary loader in loaders)
            executables[loader.Architecture] = await File.ReadAllBytesAsync(loader.Path, cancellation);
        return executables;
    }
}
