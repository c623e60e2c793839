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
    public async Task A_field_made_wider_reaches_the_loaders_output_or_stops_its_compiler()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Edit("execwatch-types/src/lib.rs", "pub ppid: u32,", "pub ppid: u64,");
        // What was pinned does not compile as something else.
        (await Should.ThrowAsync<BuildException>(() => BuildAsync(cancellation))).Message.ShouldContain("`EventHeader` has another size");
        Edit("execwatch-types/src/lib.rs", "size = 56,", "size = 64,");
        (await Should.ThrowAsync<BuildException>(() => BuildAsync(cancellation))).Message.ShouldContain("`ppid` is elsewhere in `EventHeader`");
        Edit("execwatch-types/src/lib.rs", "    ppid = 12,\n    uid = 16,\n    pid_namespace = 20,\n    cgroup_id = 24,\n    start_time = 32,\n    comm = 40,",
            "    ppid = 16,\n    uid = 24,\n    pid_namespace = 28,\n    cgroup_id = 32,\n    start_time = 40,\n    comm = 48,");
        Edit("execwatch-types/src/lib.rs", "size = 312, header = 0, filename = 56", "size = 320, header = 0, filename = 64");
        Edit("execwatch-types/src/lib.rs", "size = 64, header = 0, exit_code = 56, reserved = 60", "size = 72, header = 0, exit_code = 64, reserved = 68");
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
