using System;
using System.IO;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Xunit;

namespace Corewright.Tests.Maps;

/// <summary>The C sources of tests/Features/c, compiled by the store's clang: what the field's objects look like.</summary>
internal static class CSource
{
    /// <summary>Compiles one.</summary>
    /// <param name="name">The file's name without <c>.bpf.c</c>.</param>
    /// <param name="defines">Macros, such as <c>ENTRIES=8</c>.</param>
    internal static async Task<byte[]> CompileAsync(string name, params string[] defines)
    {
        string folder = Path.Combine(RepositoryRoot.Path, "tests", "Features", "c");
        string output = Path.Combine(Directory.CreateTempSubdirectory("corewright-c-").FullName, name + ".bpf.o");
        try
        {
            await new CCompiler(RepositoryStore.Store).CompileBpfAsync(
                Path.Combine(folder, name + ".bpf.c"), output,
                ["-std=gnu11", "-Wno-unused-function", "-I", Path.Combine(folder, "include"), .. Array.ConvertAll(defines, d => "-D" + d)],
                TestContext.Current.CancellationToken);
            return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(output)!, recursive: true);
        }
    }
}
