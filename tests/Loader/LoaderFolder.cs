using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Corewright.Tests.Ebpf;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>A checkout of its own in which the real execwatch is made, in any flavour, of sources that may be changed first.</summary>
internal sealed class LoaderFolder : IDisposable
{
    private readonly CrateFolder _crates = new("loader");

    /// <summary>Copies what loaders are made of.</summary>
    public LoaderFolder()
    {
        string packaging = RepositoryStore.Paths.Packaging;
        foreach (string file in Directory.EnumerateFiles(packaging, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(packaging, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")))
        {
            Copy(Path.Combine(packaging, file), Path.Combine(_crates.Paths.Packaging, file));
        }
        foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Path).Where(f => Path.GetExtension(f) is ".props" or ".json" or ".config" or ".editorconfig"))
            Copy(file, Path.Combine(_crates.Paths.Root, Path.GetFileName(file)));
    }

    /// <summary>Replaces a text of a source, which must be there once.</summary>
    public void Change(string file, string from, string to)
    {
        string path = Path.Combine(_crates.Paths.Packaging, file), text = File.ReadAllText(path);
        (text.Split(from).Length - 1).ShouldBe(1);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Makes the loader for a kernel.</summary>
    /// <returns>The executable's bytes.</returns>
    /// <exception cref="Build.BuildException">Something can't be compiled, or this machine lacks what the flavour needs.</exception>
    public async Task<byte[]> BuildAsync(PreparedKernel kernel, LoaderFlavour flavour)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        EbpfObject program = await _crates.BuildAsync("execwatch");
        Architecture architecture = TestGuests.Architecture(kernel) with { Flavour = flavour };
        var btf = await EmbeddedKernels.PrepareAsync(program, [kernel], _crates.Paths, cancellation);
        LoaderBinary loader = (await new LoaderBuilder(_crates.Paths, RepositoryStore.Store, RepositoryStore.Log)
            .BuildAsync(new LoaderRequest(program, "0.1.0", [architecture], btf, []), cancellation)).Single();
        return await File.ReadAllBytesAsync(loader.Path, cancellation);
    }

    public void Dispose() => _crates.Dispose();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
