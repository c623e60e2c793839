using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>The objects that are resolved by libbpf and by us, compiled by the store's clang.</summary>
internal static class GoldenObjects
{
    private const int AmbiguousCases = 5;
    private static readonly Lazy<Task<IReadOnlyDictionary<string, byte[]>>> s_objects = new(CompileAsync);

    /// <summary><c>core</c>, and <c>ambiguous1</c> and so on.</summary>
    public static Task<IReadOnlyDictionary<string, byte[]>> Get() => s_objects.Value;

    /// <summary>Compiles <c>core</c> for big-endian machines.</summary>
    public static async Task<byte[]> CompileBigEndianAsync()
    {
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            return await CompileAsync(folder, "core.bpf.c", "-target", "bpfeb");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> CompileAsync()
    {
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            var objects = new Dictionary<string, byte[]> { ["core"] = await CompileAsync(folder, "core.bpf.c") };
            foreach (int number in Enumerable.Range(1, AmbiguousCases))
                objects.Add($"ambiguous{number}", await CompileAsync(folder, "ambiguous.bpf.c", $"-DCASE={number}"));
            return objects;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<byte[]> CompileAsync(string folder, string source, params string[] arguments)
    {
        string path = Path.Combine(RepositoryRoot.Path, "tests", "Bpf", "golden", source), output = Path.Combine(folder, "object");
        await new CCompiler(RepositoryStore.Store).CompileBpfAsync(path, output, arguments, TestContext.Current.CancellationToken);
        return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
    }
}
