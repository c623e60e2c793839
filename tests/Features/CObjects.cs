using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build;
using Corewright.Build.Store;

namespace Corewright.Tests.Features;

/// <summary>Compiles the sources of <c>c/</c> with the store's clang; one that nobody changed is not compiled again.</summary>
internal static class CObjects
{
    private const string LibbpfSet = "bench-libbpf";
    private const string Compiler = "usr/lib/llvm-22/bin/clang";

    private static readonly string[] s_options =
    [
        "--target=bpf", "-g", "-O2", "-mcpu=v3", "-std=gnu11", "-Wall", "-Werror", "-Wno-unused-function", "-nostdinc", "-fno-ident",
    ];

    /// <summary>Where the sources are.</summary>
    public static string Sources { get; } = Path.Combine(RepositoryRoot.Path, "tests", "Features", "c");

    /// <summary>Whether there is a source of a name.</summary>
    public static bool Has(string name) => File.Exists(Source(name));

    /// <summary>Compiles an object.</summary>
    /// <param name="name">A file of <c>c/</c> without <c>.bpf.c</c>.</param>
    /// <param name="cancellation">Kills the compiler.</param>
    /// <returns>The object's bytes.</returns>
    public static async Task<byte[]> BuildAsync(string name, CancellationToken cancellation)
    {
        string include = Path.Combine(Sources, "include");
        List<string> inputs = ["clang 1", await RepositoryStore.Store.DigestAsync("clang", cancellation), name, .. s_options];
        foreach (string file in Directory.EnumerateFiles(include, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Append(Source(name)))
            inputs.Add(ContentDigest.Of(await File.ReadAllBytesAsync(file, cancellation)));
        if (await UsesLibbpfAsync(name, cancellation))
            inputs.Add(await RepositoryStore.Store.DigestAsync(LibbpfSet, cancellation));
        string output = Path.Combine(RepositoryStore.Paths.Intermediate, "features", "c", ContentDigest.Of(inputs)[..24], name + ".bpf.o");
        if (!File.Exists(output))
            await CompileAsync(name, include, output, cancellation);
        return await File.ReadAllBytesAsync(output, cancellation);
    }

    private static async Task CompileAsync(string name, string include, string output, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        string made = $"{output}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        ToolRoot clang = await RepositoryStore.Store.OpenAsync("clang", cancellation);
        // Paths in the object's debug information don't depend on where the clone is.
        string[] arguments =
        [
            .. s_options, $"-ffile-prefix-map={Sources}=.", "-I", include, .. await LibbpfAsync(name, cancellation), "-c", Source(name), "-o", made,
        ];
        BufferedCommandResult result = await clang.Command(Compiler, arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, cancellation, cancellation);
        if (result.ExitCode != 0)
            throw new BuildException($"clang ended with exit code {result.ExitCode}\n{result.StandardError}", Source(name));
        File.Move(made, output, overwrite: true);
    }

    private static async Task<bool> UsesLibbpfAsync(string name, CancellationToken cancellation) =>
        (await File.ReadAllTextAsync(Source(name), cancellation)).Contains("#include <bpf/", StringComparison.Ordinal);

    // Its headers read registers by the names of one architecture.
    private static async Task<string[]> LibbpfAsync(string name, CancellationToken cancellation)
    {
        if (!await UsesLibbpfAsync(name, cancellation))
            return [];
        ToolRoot libbpf = await RepositoryStore.Store.OpenAsync(LibbpfSet, cancellation);
        return
        [
            "-D__TARGET_ARCH_x86", "-isystem", libbpf.File("usr/include"), "-isystem", libbpf.File("usr/include/x86_64-linux-gnu"),
        ];
    }

    private static string Source(string name) => Path.Combine(Sources, name + ".bpf.c");
}
