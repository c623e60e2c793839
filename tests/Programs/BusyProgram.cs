using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Tests.Programs;

/// <summary>A program that is always in the same function, assembled by the store's tools from <c>programs/</c>.</summary>
internal static class BusyProgram
{
    private static readonly ConcurrentDictionary<(string Architecture, bool Moves), Task<byte[]>> s_made = new();

    /// <summary>The executable at its own address, with its symbols.</summary>
    /// <param name="architecture">What for.</param>
    internal static Task<byte[]> BuildAsync(string architecture) => s_made.GetOrAdd((architecture, false), key => MakeAsync(key.Architecture, "--no-pie"));

    /// <summary>The same for any address, as most programs are.</summary>
    internal static Task<byte[]> BuildMovableAsync(string architecture) =>
        s_made.GetOrAdd((architecture, true), key => MakeAsync(key.Architecture, "-pie", "--no-dynamic-linker"));

    private static async Task<byte[]> MakeAsync(string name, params string[] options)
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", CancellationToken.None);
        LinkerSettings linker = RepositoryStore.Plan.Architectures[name].Linker;
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            string source = Path.Combine(RepositoryRoot.Path, "tests", "Programs", "programs", name + ".s");
            string compiled = Path.Combine(folder, "busy.o"), linked = Path.Combine(folder, "busy");
            await Run(toolchain, "llvm-mc", ["-filetype=obj", $"-triple={linker.Triple}", "-o", compiled, source]);
            await Run(toolchain, "ld.lld", ["-m", linker.Emulation, "-static", .. options, "-o", linked, compiled]);
            return await File.ReadAllBytesAsync(linked);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task Run(ToolRoot toolchain, string tool, string[] arguments) =>
        toolchain.Command("usr/lib/llvm-22/bin/" + tool, arguments).ExecuteAsync();
}
