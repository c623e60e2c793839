using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Store;
using Corewright.Tests.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

/// <summary>The C# files in the repository are those that its crates generate.</summary>
public sealed class CommittedTypesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("committed-types").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_file_is_what_the_objects_generate()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        var builder = new EbpfBuilder(RepositoryStore.Paths, toolchain, RepositoryStore.Log);
        var objects = new List<EbpfObject>();
        foreach (string crate in Directory.GetDirectories(Path.Combine(RepositoryStore.Paths.EbpfCrates, "programs")).Order(StringComparer.Ordinal))
            objects.Add(await builder.BuildAsync(Path.GetFileName(crate), CrateFolder.Settings, cancellation));

        var paths = new BuildPaths(_folder, RepositoryStore.Paths.Cache);
        Directory.CreateSymbolicLink(paths.EbpfCrates, RepositoryStore.Paths.EbpfCrates);
        await GeneratedSources.UpdateAsync(objects, paths, RepositoryStore.Log, cancellation);

        Dictionary<string, string> fresh = Read(paths), committed = Read(RepositoryStore.Paths);
        fresh.Keys.Order().ShouldBe(committed.Keys.Order(), "files of packaging/loader/generated");
        foreach ((string name, string text) in fresh)
            text.ShouldBe(committed[name], $"{name}: run ./build.sh --target=Ebpf and commit packaging/loader/generated");
    }

    private static Dictionary<string, string> Read(BuildPaths paths) =>
        Directory.GetFiles(Path.GetDirectoryName(GeneratedSources.PathOf(paths, "any"))!).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
}
