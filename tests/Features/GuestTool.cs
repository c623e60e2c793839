using System.Collections.Concurrent;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Tests.Features;

/// <summary>The executable that does in a guest what its own tools can't; made by the store's compiler from <c>tools/exercise.c</c>.</summary>
internal static class GuestTool
{
    private static readonly ConcurrentDictionary<string, Task<byte[]>> s_made = new();

    /// <summary>The executable for an architecture.</summary>
    internal static Task<byte[]> BuildAsync(string architecture) => s_made.GetOrAdd(architecture, MakeAsync);

    private static async Task<byte[]> MakeAsync(string architecture)
    {
        LinkerSettings linker = RepositoryStore.Plan.Architectures[architecture].Linker;
        ToolRoot clang = await RepositoryStore.Store.OpenAsync("clang", CancellationToken.None);
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", CancellationToken.None);
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            string source = Path.Combine(RepositoryRoot.Path, "tests", "Features", "tools", "exercise.c");
            string compiled = Path.Combine(folder, "exercise.o"), linked = Path.Combine(folder, "exercise");
            await RunAsync(clang, "clang", source,
            [
                $"--target={linker.Triple}", "-O1", "-std=gnu11", "-Wall", "-Werror", "-ffreestanding", "-fno-stack-protector", "-fno-pic",
                "-fomit-frame-pointer", "-nostdinc", "-fno-ident", "-c", source, "-o", compiled,
            ]);
            await RunAsync(toolchain, "ld.lld", source, ["-m", linker.Emulation, "-static", "--no-pie", "-s", "-o", linked, compiled]);
            return await File.ReadAllBytesAsync(linked);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(ToolRoot tools, string tool, string source, string[] arguments)
    {
        BufferedCommandResult result = await tools.Command("usr/lib/llvm-22/bin/" + tool, arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, CancellationToken.None);
        if (result.ExitCode != 0)
            throw new BuildException($"{tool} ended with exit code {result.ExitCode}\n{result.StandardError}", source);
    }
}
