using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Btf;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Corewright.Tests.Features;
using Corewright.Tests.Matrix;
using Corewright.Tests.Probes;
using Corewright.Tests.Store;
using Xunit;

namespace Corewright.Tests.Fuzz;

/// <summary>The real files that mutations start from: made by the build, brought by the store, or kept as fixtures.</summary>
public sealed class SeedFiles : IAsyncLifetime
{
    /// <summary>Objects from clang: maps in maps, maps declared by numbers, and variables in many sections.</summary>
    internal IReadOnlyList<byte[]> Mapped { get; private set; } = [];

    /// <summary>execwatch's object as a loader gets it.</summary>
    internal byte[] Object { get; private set; } = [];

    /// <summary>The same as llc leaves it for the finaliser.</summary>
    internal byte[] Compiled { get; private set; } = [];

    /// <summary>A kernel's BTF, cut down to what the object needs.</summary>
    internal byte[] KernelBtf { get; private set; } = [];

    /// <summary>A shared library of Debian.</summary>
    internal byte[] Library { get; private set; } = [];

    /// <summary>Objects of clang's that leave things to their loader: configuration, functions of the kernel's, structs of functions.</summary>
    internal IReadOnlyList<byte[]> Externs { get; private set; } = [];

    /// <summary>A small program of each architecture, with symbols and a USDT probe.</summary>
    internal IReadOnlyList<byte[]> Probed { get; private set; } = [];

    /// <summary>The plan of this repository.</summary>
    internal BuildPlan Plan { get; } = RepositoryStore.Plan;

    /// <summary>A package whose data is a plain tar archive.</summary>
    internal byte[] Package { get; } = PlainPackage();

    /// <summary>The fixture of a debug package: several xz blocks.</summary>
    internal byte[] DebugPackage { get; } =
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Kernels", "fixtures", "debug-package.deb"));

    /// <summary>A file of <c>targets/</c>.</summary>
    internal static byte[] Target(string name) => File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "targets", name));

    /// <summary>A file that a guest sent.</summary>
    internal static byte[] FromGuest(string name) => Fixture.Bytes(name);

    public async ValueTask InitializeAsync()
    {
        BuildPaths paths = RepositoryStore.Paths;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        EbpfSettings settings = Plan.Architectures["x86_64"].Ebpf;
        EbpfObject program = await new EbpfBuilder(paths, toolchain, RepositoryStore.Log).BuildAsync("execwatch", settings, cancellation);
        Object = await File.ReadAllBytesAsync(program.Path, cancellation);
        string compiled = Directory.EnumerateFiles(Path.Combine(paths.Intermediate, "ebpf"), "compiled.o", SearchOption.AllDirectories)
            .Where(path => path.Contains("execwatch-", StringComparison.Ordinal)).MaxBy(File.GetLastWriteTimeUtc)!;
        Compiled = await File.ReadAllBytesAsync(compiled, cancellation);

        Externs =
        [
            await CObjects.BuildAsync("kconfig", cancellation), await CObjects.BuildAsync("kfuncs", cancellation),
            await CObjects.BuildAsync("struct_ops", cancellation),
        ];

        PreparedKernel kernel = await new KernelPreparer(RepositoryStore.Store, paths, RepositoryStore.Log)
            .PrepareAsync(Plan.Kernels["x86_64-6.12"], cancellation);
        byte[] whole = await File.ReadAllBytesAsync(kernel.Btf, cancellation);
        KernelBtf = MinimalBtf.Create(Object, whole);

        ToolRoot guest = await RepositoryStore.Store.OpenAsync("guest-x86_64", cancellation);
        string library = Directory.EnumerateFiles(guest.File("usr/lib/x86_64-linux-gnu"), "*.so.*")
            .Where(path => new FileInfo(path).LinkTarget is null).MinBy(path => new FileInfo(path).Length)!;
        Library = await File.ReadAllBytesAsync(library, cancellation);
        Mapped =
        [
            await CObjects.BuildAsync("maps_relations", cancellation), await CObjects.BuildAsync("maps_legacy", cancellation),
            await CObjects.BuildAsync("maps_data", cancellation),
        ];
        Probed = [await ProbedProgram.BuildAsync("x86_64"), await ProbedProgram.BuildAsync("aarch64"), await ProbedProgram.BuildAsync("armv7")];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static byte[] PlainPackage()
    {
        byte[] packed = new DebBuilder()
            .File("./usr/bin/tool", "#!/bin/sh\n").File("./usr/share/" + new string('n', 120), new string('x', 700))
            .Link("./usr/lib/libx.so", "libx.so.1").Build();
        ArMember data = ArArchive.Members(new MemoryStream(packed), "seed")[2];
        using var gzip = new GZipStream(new MemoryStream(packed, (int)data.Offset, (int)data.Size), CompressionMode.Decompress);
        using var tar = new MemoryStream();
        gzip.CopyTo(tar);
        return DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("control.tar", []), ("data.tar", tar.ToArray()));
    }
}
