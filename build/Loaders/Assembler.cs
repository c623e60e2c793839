using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>Runs llvm-mc on GNU assembly. There is no preprocessor: each architecture has files of its own.</summary>
internal sealed class Assembler(ToolRoot toolchain, StepCache cache)
{
    private const string Program = "usr/lib/llvm-22/bin/llvm-mc";

    /// <summary>Assembles a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="included">The digest of what the file takes in by <c>.incbin</c>; empty for none.</param>
    /// <param name="cancellationToken">Kills the assembler.</param>
    /// <returns>The object file's path.</returns>
    public Task<string> AssembleAsync(
        string source, Architecture architecture, string included, CancellationToken cancellationToken)
    {
        var linker = architecture.Linker;
        string key = StepCache.Key(
            "llvm-mc 1", toolchain.Digest, linker.Triple, linker.AssemblerFeatures, cache.Digest(source), included);
        string name = $"{Path.GetFileNameWithoutExtension(source)}-{architecture.Name}.o";
        return cache.GetAsync("llvm-mc", key, name, async output =>
        {
            string[] features = linker.AssemblerFeatures.Length > 0 ? [$"-mattr={linker.AssemblerFeatures}"] : [];
            var command = toolchain.Command(
                Program,
                ["-filetype=obj", $"-triple={linker.Triple}", .. features, "-I", Path.GetDirectoryName(source)!, "-o", output, source]);
            await ToolProcess.RunAsync(command, $"llvm-mc for {architecture.Name}", null, cancellationToken);
        }, cancellationToken);
    }
}
