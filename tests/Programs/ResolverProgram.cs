using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Tests.Programs;

/// <summary>Programs that look up their arguments, assembled by the store's tools from <c>resolver/</c>.</summary>
internal static class ResolverProgram
{
    // Where a guest has it, as programs of the distribution expect it.
    private static readonly Dictionary<string, string> s_dynamicLinkers = new()
    {
        ["x86_64"] = "/lib64/ld-linux-x86-64.so.2",
        ["aarch64"] = "/lib/ld-linux-aarch64.so.1",
        ["armv7"] = "/lib/ld-linux-armhf.so.3",
    };

    /// <summary>One with a <c>getaddrinfo</c> of its own.</summary>
    /// <param name="architecture">What for.</param>
    public static Task<byte[]> BuildWithOwnAsync(string architecture) => MakeAsync(architecture, ["caller", "resolver"], ["-static"]);

    /// <summary>One that takes the guest's libc.</summary>
    /// <param name="architecture">What for.</param>
    public static async Task<byte[]> BuildAsync(string architecture)
    {
        ToolRoot guest = await RepositoryStore.Store.OpenAsync("guest-" + architecture, CancellationToken.None);
        string library = Directory.EnumerateFiles(guest.Path, "libc.so.6", SearchOption.AllDirectories).Order().First();
        return await MakeAsync(
            architecture, ["caller"], ["--dynamic-linker", s_dynamicLinkers[architecture], "--allow-shlib-undefined", library]);
    }

    private static async Task<byte[]> MakeAsync(string architecture, string[] parts, string[] options)
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", CancellationToken.None);
        LinkerSettings linker = RepositoryStore.Plan.Architectures[architecture].Linker;
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            var compiled = new List<string>();
            foreach (string part in parts)
            {
                string source = Path.Combine(RepositoryRoot.Path, "tests", "Programs", "resolver", $"{part}.{architecture}.s");
                compiled.Add(Path.Combine(folder, part + ".o"));
                await Run(toolchain, "llvm-mc", ["-filetype=obj", $"-triple={linker.Triple}", "-o", compiled[^1], source]);
            }
            string linked = Path.Combine(folder, "linked");
            await Run(toolchain, "ld.lld", ["-m", linker.Emulation, "--no-pie", "-o", linked, .. compiled, .. options]);
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
