using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Loaders;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loaders;

/// <summary>The real loader's sources with a small object: what the loader does with a real one, guests show.</summary>
public sealed class LoaderBuilderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("corewright-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_loader_for_each_architecture_stays_below_its_limit()
    {
        var loaders = await BuildAsync(Object("GPL\0"));

        loaders.Select(l => l.Architecture).Order().ShouldBe(["aarch64", "armv7", "x86_64"]);
        foreach (var loader in loaders)
        {
            loader.SizeBytes.ShouldBe(new FileInfo(loader.Path).Length);
            (loader.SizeBytes - loader.PayloadBytes).ShouldBeLessThanOrEqualTo(LoaderBuilder.CodeLimitBytes);
            loader.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(loader.Path))));
        }
    }

    [Fact]
    public async Task The_loader_runs_and_explains_itself()
    {
        var loader = (await BuildAsync(Object("GPL\0"))).Single(l => l.Architecture == "x86_64");

        var result = await Cli.Wrap(loader.Path).WithArguments("--help").WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        result.ExitCode.ShouldBe(0);
        result.StandardOutput.ShouldContain("usage: execwatch");
    }

    [Fact]
    public async Task Another_object_changes_the_loader_and_its_build_id_but_compiles_nothing()
    {
        var before = await BuildAsync(Object("GPL\0"));
        string[] compiled = Compiled();
        string note = Note(before[0].Path);

        var after = await BuildAsync(Object("MIT\0"));

        Compiled().ShouldBe(compiled);
        for (int i = 0; i < before.Count; i++)
            after[i].Sha256.ShouldNotBe(before[i].Sha256);
        Note(after[0].Path).ShouldNotBe(note);
    }

    [Fact]
    public void Only_what_the_object_needs_is_in_the_loader()
    {
        FeatureSource.NeededBy(Object("GPL\0"), "object").ShouldBe([nameof(Corewright.Bpf.Features.Tracepoint)]);
        FeatureSource.NeededBy(Object("GPL\0", "kretprobe/do_unlinkat"), "object").ShouldBe([nameof(Corewright.Bpf.Features.Kprobe)]);
        FeatureSource.NeededBy(Object("GPL\0", "uprobe.s//bin/sh:main"), "object")
            .ShouldBe([nameof(Corewright.Bpf.Features.Sleepable), nameof(Corewright.Bpf.Features.Uprobe)]);
    }

    private static byte[] Object(string license, string section = "tracepoint/sched/sched_process_exec")
    {
        var source = new LoaderObject { License = Encoding.ASCII.GetBytes(license), Section = section };
        source.Return(LoaderObject.Code);
        source.Function("on_exec", LoaderObject.Code, 0, 2);
        return source.Build();
    }

    private string[] Compiled() =>
        [.. new[] { "csc", "ilc" }.SelectMany(s => Directory.EnumerateFiles(
            Path.Combine(_folder, "artifacts", "obj", "loaders", s), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];

    private static string Note(string path)
    {
        var elf = new ElfImage(path);
        return Convert.ToHexStringLower(elf.Bytes(elf.Segments.Single(s => s.Type == ElfImage.Note)));
    }

    private async Task<IReadOnlyList<LoaderBinary>> BuildAsync(byte[] objectBytes)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string packaging = Path.Combine(_folder, "packaging");
        if (!Directory.Exists(packaging))
            Directory.CreateSymbolicLink(packaging, Path.Combine(RepositoryRoot.Path, "packaging"));
        string path = Path.Combine(_folder, "execwatch.bpf.o");
        await File.WriteAllBytesAsync(path, objectBytes, cancellationToken);
        var program = new EbpfObject("execwatch", path, Convert.ToHexStringLower(SHA256.HashData(objectBytes)), objectBytes.Length);
        var builder = new LoaderBuilder(
            new BuildPaths(_folder, RepositoryStore.Paths.Cache), RepositoryStore.Store, RepositoryStore.Log);
        return await builder.BuildAsync(
            new LoaderRequest(
                program, "0.1.0", [.. RepositoryStore.Plan.Architectures.Values],
                new Dictionary<string, IReadOnlyList<EmbeddedBtf>>(), [])
            { SharesTypes = false },
            cancellationToken);
    }
}
