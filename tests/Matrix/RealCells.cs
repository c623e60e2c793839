using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Matrix;
using Corewright.Build.Plan;
using Corewright.Tests.Ebpf;
using Corewright.Tests.Guests;
using Xunit;

namespace Corewright.Tests.Matrix;

/// <summary>
/// Objects, loaders and guests as the tasks of the build make them, in folders of their own. Built once, for all tests that
/// boot <c>execwatch</c>; what a guest answers is kept by the build's cache.
/// </summary>
[CollectionDefinition(Name)]
public sealed class RealCells : IAsyncLifetime, ICollectionFixture<RealCells>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "real cells";

    private readonly CrateFolder _crates = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("corewright-").FullName;
    private SourceVersion _version = SourceVersion.Unknown;
    private EbpfObject? _program;
    private IReadOnlyList<PreparedKernel> _kernels = [];
    private IReadOnlyList<LoaderBinary> _loaders = [];

    /// <summary>Builds the object, and its loaders with what they bring for the kernels of the quick matrix.</summary>
    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Directory.CreateSymbolicLink(Path.Combine(_folder, "packaging"), Path.Combine(RepositoryRoot.Path, "packaging"));
        _version = await SourceVersion.ReadAsync(RepositoryRoot.Path, _ => null, cancellation);
        _program = await _crates.BuildAsync("execwatch");
        _kernels = await Task.WhenAll(RepositoryStore.Plan.Matrices["quick"].Kernels.Select(k => TestGuests.KernelAsync(k.Id)));
        _loaders = await LoadersAsync(_program, _kernels, [.. RepositoryStore.Plan.Architectures.Values], cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _crates.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The repository's own program on a kernel.</summary>
    internal Task<MatrixCell> RunAsync(string kernelId) =>
        RunAsync(_program!, _loaders, [.. _kernels.Where(k => k.Kernel.Id == kernelId)]);

    /// <summary>A changed program on a kernel that has BTF of its own.</summary>
    internal async Task<MatrixCell> RunAsync(EbpfObject program, string kernelId)
    {
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        var loaders = await LoadersAsync(program, [kernel], [TestGuests.Architecture(kernel)], TestContext.Current.CancellationToken);
        return await RunAsync(program, loaders, [kernel]);
    }

    /// <summary>The repository's own program and others in one guest.</summary>
    /// <param name="kernelId">The kernel.</param>
    /// <param name="names">What the others go by; each is the same program.</param>
    /// <param name="script">In place of the others' loaders; null for true ones.</param>
    /// <param name="image">In place of the kernel's own, which boots; null for that.</param>
    /// <returns>The cells: the repository's own first.</returns>
    internal async Task<IReadOnlyList<MatrixCell>> RunTogetherAsync(
        string kernelId, IReadOnlyList<string> names, byte[]? script = null, byte[]? image = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        if (image is not null)
        {
            kernel = kernel with { BootImage = Path.Combine(_folder, "boot"), Digest = "another" };
            await File.WriteAllBytesAsync(kernel.BootImage, image, cancellation);
        }
        var objects = new List<EbpfObject> { _program! };
        var loaders = new List<LoaderBinary>(_loaders);
        foreach (string name in names)
        {
            objects.Add(_program! with { Program = name });
            if (script is null)
            {
                loaders.AddRange(await LoadersAsync(objects[^1], [kernel], [TestGuests.Architecture(kernel)], cancellation));
                continue;
            }
            string file = Path.Combine(_folder, name);
            await File.WriteAllBytesAsync(file, script, cancellation);
            loaders.Add(new LoaderBinary(name, kernel.Kernel.Architecture, file, script.Length, 0, ""));
        }
        return await RunAsync(objects, loaders, [kernel]);
    }

    /// <summary>The file of the repository's own loader.</summary>
    internal Task<byte[]> LoaderAsync(string architecture) => File.ReadAllBytesAsync(
        _loaders.Single(l => l.Architecture == architecture).Path, TestContext.Current.CancellationToken);

    private static async Task<MatrixCell> RunAsync(
        EbpfObject program, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<PreparedKernel> kernels) =>
        (await RunAsync([program], loaders, kernels)).Single();

    private static async Task<IReadOnlyList<MatrixCell>> RunAsync(
        IReadOnlyList<EbpfObject> programs, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<PreparedKernel> kernels)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var offline = await OfflineCheck.CheckAsync(programs, kernels, cancellation);
        var runner = new MatrixRunner(
            TestGuests.Runner(), RepositoryStore.Plan.Architectures, new KernelModules(RepositoryStore.Store, RepositoryStore.Paths));
        return await runner.RunAsync(programs, loaders, kernels, offline, new MatrixOptions(false, Shard.Whole), cancellation);
    }

    private async Task<IReadOnlyList<LoaderBinary>> LoadersAsync(
        EbpfObject program, IReadOnlyList<PreparedKernel> kernels, IReadOnlyList<Architecture> architectures, CancellationToken cancellation)
    {
        // A program's loaders in a folder of that program's: another one's stay as they are. The compilers' steps are shared.
        var paths = new BuildPaths(_folder, RepositoryStore.Paths.Cache);
        var btf = await EmbeddedKernels.PrepareAsync(program, kernels, paths, cancellation);
        var request = new LoaderRequest(program, _version.Number, architectures, btf, []) { Sink = "execwatch" };
        var made = await new LoaderBuilder(paths, RepositoryStore.Store, RepositoryStore.Log).BuildAsync(request, cancellation);
        string own = Directory.CreateDirectory(Path.Combine(_folder, program.Program + program.Sha256)).FullName;
        return [.. made.Select(l => l with { Path = Moved(l.Path, own) })];
    }

    private static string Moved(string file, string folder)
    {
        string target = Path.Combine(folder, Path.GetFileName(file));
        File.Move(file, target, overwrite: true);
        return target;
    }
}
