using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

/// <summary>What happens in the loader when someone changes a type in Rust. With the real compilers, on a copy of the crates.</summary>
public sealed class RustChangeTests : IDisposable
{
    private const ulong WideParent = 0x1_0000_002a;
    private readonly string folder = Directory.CreateTempSubdirectory("rust-change").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_committed_file_is_what_the_crates_generate()
    {
        EbpfObject made = await BuildAsync(TestContext.Current.CancellationToken);
        string committed = await File.ReadAllTextAsync(
            GeneratedSources.PathOf(RepositoryStore.Paths, "execwatch"), TestContext.Current.CancellationToken);
        GeneratedSources.Generate("execwatch", await File.ReadAllBytesAsync(made.Path, TestContext.Current.CancellationToken), made.Path)
            .ShouldBe(committed, "run ./build.sh --target=Ebpf and commit packaging/loader/generated");
    }

    [Fact]
    public async Task A_field_made_wider_reaches_the_loaders_output_or_stops_its_compiler()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Edit("execwatch-types/src/lib.rs", "pub ppid: u32,", "pub ppid: u64,");
        Edit("execwatch-types/src/lib.rs", "size_of::<EventHeader>() == 56", "size_of::<EventHeader>() == 64");
        Edit("execwatch-types/src/lib.rs", "size_of::<ExecEvent>() == 312", "size_of::<ExecEvent>() == 320");
        Edit("execwatch-types/src/lib.rs", "size_of::<ExitEvent>() == 64", "size_of::<ExitEvent>() == 72");
        Edit("programs/execwatch/src/header.rs", "Ok(EventHeader { kind, pid, tgid, ppid,", "Ok(EventHeader { kind, pid, tgid, ppid: u64::from(ppid),");
        EbpfObject made = await BuildAsync(cancellation);
        byte[] bytes = await File.ReadAllBytesAsync(made.Path, cancellation);

        // The generated types follow: the field is wider, and those behind it have moved.
        GeneratedModule module = ModuleReader.Read("execwatch", bytes, made.Path);
        GeneratedStruct header = module.Structs.Single(s => s.Name == "EventHeader");
        GeneratedField parent = header.Fields.Single(f => f.Name == "Ppid"), cgroup = header.Fields.Single(f => f.Name == "CgroupId");
        (parent.Type, parent.Offset, cgroup.Offset, header.SizeBytes).ShouldBe(("ulong", 16, 32, 64));

        // The loader, compiled with them, prints all 64 bits and the fields behind them.
        string fresh = GeneratedSources.Generate("execwatch", bytes, made.Path);
        byte[] sample = Sample(module, parent.Offset, cgroup.Offset);
        (HostedLoader? loader, string errors) = await HostedLoader.CompileAsync(fresh, "", folder, cancellation);
        errors.ShouldBeEmpty();
        using (loader)
        {
            loader!.LayoutHolds.ShouldBeTrue();
            JsonElement printed = JsonDocument.Parse(loader.Print(sample)).RootElement;
            printed.GetProperty("ppid").GetUInt64().ShouldBe(WideParent);
            printed.GetProperty("cgroup_id").GetUInt64().ShouldBe(77UL);
            printed.GetProperty("exit_code").GetUInt32().ShouldBe(42U);
        }

        // With the old types it would not: so it is the generated file that makes the difference.
        string stale = await File.ReadAllTextAsync(GeneratedSources.PathOf(RepositoryStore.Paths, "execwatch"), cancellation);
        (HostedLoader? old, errors) = await HostedLoader.CompileAsync(stale, "", folder, cancellation);
        errors.ShouldBeEmpty();
        using (old)
        {
            JsonElement printed = JsonDocument.Parse(old!.Print(sample)).RootElement;
            printed.GetProperty("ppid").GetUInt64().ShouldNotBe(WideParent);
            printed.GetProperty("cgroup_id").GetUInt64().ShouldNotBe(77UL);
        }

        // And code that relied on 32 bits no longer compiles.
        const string Narrow = "static unsafe class Narrow { static uint Of(Corewright.Loader.Execwatch.EventHeader* h) => h->Ppid; }";
        (HostedLoader? refused, errors) = await HostedLoader.CompileAsync(fresh, Narrow, folder, cancellation);
        refused.ShouldBeNull();
        errors.ShouldContain("error CS0266");
        (HostedLoader? accepted, errors) = await HostedLoader.CompileAsync(stale, Narrow, folder, cancellation);
        errors.ShouldBeEmpty();
        accepted!.Dispose();
    }

    private async Task<EbpfObject> BuildAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(folder, "ebpf-crates"))) CopyCrates();
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellationToken);
        var builder = new EbpfBuilder(new BuildPaths(folder, RepositoryStore.Paths.Cache), toolchain, RepositoryStore.Log);
        EbpfSettings settings = RepositoryStore.Plan.Architectures["x86_64"].Ebpf;
        return await builder.BuildAsync("execwatch", settings, cancellationToken);
    }

    // An exit event as the changed program would send it.
    private static byte[] Sample(GeneratedModule module, int parentOffset, int cgroupOffset)
    {
        GeneratedStruct exit = module.Structs.Single(s => s.Name == "ExitEvent");
        var sample = new byte[exit.SizeBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(sample, 2);
        BinaryPrimitives.WriteUInt64LittleEndian(sample.AsSpan(parentOffset), WideParent);
        BinaryPrimitives.WriteUInt64LittleEndian(sample.AsSpan(cgroupOffset), 77);
        BinaryPrimitives.WriteUInt32LittleEndian(sample.AsSpan(exit.Fields.Single(f => f.Name == "ExitCode").Offset), 42 << 8);
        return sample;
    }

    private void Edit(string file, string from, string to)
    {
        if (!Directory.Exists(Path.Combine(folder, "ebpf-crates"))) CopyCrates();
        string path = Path.Combine(folder, "ebpf-crates", file);
        string text = File.ReadAllText(path);
        text.Split(from).Length.ShouldBe(2, $"{file} should hold '{from}' once");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private void CopyCrates()
    {
        string from = RepositoryStore.Paths.EbpfCrates;
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (relative.Split('/')[0] == "target") continue;
            string to = Path.Combine(folder, "ebpf-crates", relative);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
